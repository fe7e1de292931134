"""NegCLIP in a loop of one's own, in one process or several (``accelerate launch``)."""

import torch
from accelerate import Accelerator
from torch.nn.functional import pad
from torch.utils.data import DataLoader

from capaug import load_shards
from capaug.training.data import Collator, Pictures, open_pictures, train_tokenizer
from capaug.training.losses import InfoNCE, gather
from capaug.training.models import load_model

torch.manual_seed(0)
accelerator = Accelerator()
rows = load_shards("world/shards")
tokenizer = train_tokenizer(rows["caption"])
model = load_model("tiny", tokenizer=tokenizer)
images = Pictures(open_pictures("world/pictures"), model.images)
length = model.max_tokens
collator = Collator(tokenizer, negatives=2, max_length=length, images=images)
loader = DataLoader(rows, batch_size=16, shuffle=True, drop_last=True, collate_fn=collator)
loss_of = InfoNCE()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
model, optimizer, loader = accelerator.prepare(model, optimizer, loader)


def texts(batch, name):
    """Captions and negatives below each other: one pass through the model, as DistributedDataParallel wants it."""
    both = batch[name], batch[f"negative_{name}"].flatten(0, 1)
    return torch.cat([pad(part, (0, length - part.shape[1])) for part in both])


for epoch in range(2):
    collator.set_epoch(epoch)  # other negatives than in the epoch before
    for batch in loader:
        image, words, scale = model(batch["pixel_values"], texts(batch, "input_ids"), texts(batch, "attention_mask"))
        text, negatives = words.tensor_split([len(image)])
        negatives = negatives.unflatten(0, batch["negative_mask"].shape)  # [B, K, D]
        everywhere = [gather(part) for part in (image, text, negatives, batch["negative_mask"], batch["image_ids"])]
        image, text, *rest = everywhere  # of all processes
        loss = loss_of(image, text, scale, *rest)
        accelerator.backward(loss)
        optimizer.step()
        optimizer.zero_grad()
    accelerator.print(f"epoch {epoch}: loss {loss.item():.2f}")
