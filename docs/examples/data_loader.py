"""NegCLIP in a loop of one's own."""

import torch
from torch.utils.data import DataLoader

from capaug import load_shards
from capaug.training.data import Collator, Pictures, open_pictures, train_tokenizer
from capaug.training.losses import InfoNCE
from capaug.training.models import load_model

rows = load_shards("world/shards")
tokenizer = train_tokenizer(rows["caption"])
model = load_model("tiny", tokenizer=tokenizer)
images = Pictures(open_pictures("world/pictures"), model.images)
collator = Collator(tokenizer, negatives=2, max_length=model.max_tokens, images=images)
loader = DataLoader(rows, batch_size=16, shuffle=True, drop_last=True, collate_fn=collator)
loss_of = InfoNCE()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)

for epoch in range(2):
    collator.set_epoch(epoch)  # other negatives than in the epoch before
    for batch in loader:
        image, text, scale = model(batch["pixel_values"], batch["input_ids"], batch["attention_mask"])
        negatives = model.encode_text(
            batch["negative_input_ids"].flatten(0, 1), batch["negative_attention_mask"].flatten(0, 1)
        ).unflatten(0, batch["negative_mask"].shape)  # [B, K, D]
        loss = loss_of(image, text, scale, negatives, batch["negative_mask"], batch["image_ids"])
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    print(f"epoch {epoch}: loss {loss.item():.2f}")
