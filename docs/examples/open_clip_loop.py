"""NegCLIP in a loop like open_clip's: the tokenizer gives padded ids, the model has encode_image and encode_text."""

import torch
from torch import nn
from torch.utils.data import DataLoader

from capaug import load_shards
from capaug.training.data import Collator, Pictures, open_pictures, train_tokenizer
from capaug.training.losses import InfoNCE
from capaug.training.models import load_model

rows = load_shards("world/shards")
learnt = train_tokenizer(rows["caption"])


# With open_clip, in place of all down to the three lines of "the small one":
#     model, preprocess, _ = open_clip.create_model_and_transforms("ViT-B-32", pretrained="openai")
#     tokenizer = open_clip.get_tokenizer("ViT-B-32")
#     context = model.context_length
class SmallCLIP(nn.Module):
    """A model with open_clip's methods."""

    def __init__(self):
        super().__init__()
        self.towers = load_model("tiny", tokenizer=learnt)
        self.logit_scale = self.towers.logit_scale

    def encode_image(self, image, normalize=False):
        return self.towers.encode_image(image)

    def encode_text(self, text, normalize=False):
        return self.towers.encode_text(text, text != 0)


def tokenizer(texts):
    return learnt(texts, padding="max_length", max_length=context, truncation=True, return_tensors="pt")["input_ids"]


model = SmallCLIP()  # the small one
preprocess = model.towers.images
context = 40


def train_one_epoch(model, loader, loss_of, optimizer):
    for batch in loader:
        image = model.encode_image(batch["pixel_values"], normalize=True)
        text = model.encode_text(batch["input_ids"], normalize=True)
        negatives = model.encode_text(batch["negative_input_ids"].flatten(0, 1), normalize=True)
        loss = loss_of(
            image,
            text,
            model.logit_scale.exp(),
            negatives.unflatten(0, batch["negative_mask"].shape),
            batch["negative_mask"],
            batch["image_ids"],
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            model.logit_scale.clamp_(0, 4.6052)
    return loss.item()


images = Pictures(open_pictures("world/pictures"), preprocess)
collator = Collator(tokenizer, negatives=2, max_length=context, pad_to_max_length=True, images=images)
loader = DataLoader(rows, batch_size=16, shuffle=True, drop_last=True, collate_fn=collator)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
for epoch in range(2):
    collator.set_epoch(epoch)
    print(f"epoch {epoch}: loss {train_one_epoch(model, loader, InfoNCE(), optimizer):.2f}")
