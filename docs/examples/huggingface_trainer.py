"""NegCLIP with the Trainer of the transformers library and a CLIP model of it."""

import torch
from transformers import CLIPConfig, CLIPModel, TrainingArguments

from capaug import load_shards
from capaug.training.data import Collator, Pictures, SquareImages, open_pictures, train_tokenizer
from capaug.training.huggingface import NegativesTrainer
from capaug.training.losses import Weighted

rows = load_shards("world/shards")
tokenizer = train_tokenizer(rows["caption"])
# or from_pretrained("openai/clip-vit-base-patch32") of CLIPModel and AutoTokenizer, with SquareImages(224)
small = {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 2}
words = {"vocab_size": len(tokenizer), "eos_token_id": tokenizer.sep_token_id, "max_position_embeddings": 40}
model = CLIPModel(
    CLIPConfig(text_config=small | words, vision_config=small | {"image_size": 64, "patch_size": 16}, projection_dim=64)
)
images = Pictures(open_pictures("world/pictures"), SquareImages(64))

trainer = NegativesTrainer(
    model=model,
    args=TrainingArguments(
        output_dir="clip",
        per_device_train_batch_size=16,
        num_train_epochs=2,
        learning_rate=1e-3,
        remove_unused_columns=False,  # the collator reads them
        report_to="none",
        save_strategy="no",
        dataloader_drop_last=True,
        dataloader_pin_memory=torch.cuda.is_available(),
    ),
    train_dataset=rows,
    data_collator=Collator(tokenizer, negatives=2, max_length=40, images=images),
    loss=Weighted(gap=0.5),  # Weighted() is NegCLIP's
)
print(f"loss {trainer.train().training_loss:.2f}")
