"""NegCLIP with the Trainer of the transformers library and a CLIP model of it."""

import torch
from transformers import CLIPConfig, CLIPModel, Trainer, TrainerCallback, TrainingArguments

from capaug import load_shards
from capaug.training.data import Collator, Pictures, SquareImages, open_pictures, train_tokenizer
from capaug.training.losses import InfoNCE

rows = load_shards("world/shards")
tokenizer = train_tokenizer(rows["caption"])
# or from_pretrained("openai/clip-vit-base-patch32") of CLIPModel and AutoTokenizer, with SquareImages(224)
small = {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 2}
words = {"vocab_size": len(tokenizer), "eos_token_id": tokenizer.sep_token_id, "max_position_embeddings": 40}
model = CLIPModel(
    CLIPConfig(text_config=small | words, vision_config=small | {"image_size": 64, "patch_size": 16}, projection_dim=64)
)
images = Pictures(open_pictures("world/pictures"), SquareImages(64))
# one length, so that captions and negatives go through the text tower together
collator = Collator(tokenizer, negatives=2, max_length=40, pad_to_max_length=True, images=images)


class NegCLIPTrainer(Trainer):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # the loss is a mean over the batch: with gradient accumulation the Trainer has to divide it, not the model
        self.model_accepts_loss_kwargs = False

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        texts, masks = (
            torch.cat([inputs[name], inputs[f"negative_{name}"].flatten(0, 1)])
            for name in ("input_ids", "attention_mask")
        )
        outputs = model(input_ids=texts, attention_mask=masks, pixel_values=inputs["pixel_values"])
        text, negatives = outputs.text_embeds.split([len(inputs["input_ids"]), len(texts) - len(inputs["input_ids"])])
        loss = InfoNCE()(
            outputs.image_embeds,
            text,
            model.logit_scale.exp(),
            negatives.unflatten(0, inputs["negative_mask"].shape),
            inputs["negative_mask"],
            inputs["image_ids"],
        )
        return (loss, outputs) if return_outputs else loss


class SetEpoch(TrainerCallback):
    """Other negatives each epoch."""

    def on_epoch_begin(self, args, state, control, **kwargs):
        collator.set_epoch(round(state.epoch or 0))


trainer = NegCLIPTrainer(
    model=model,
    args=TrainingArguments(
        output_dir="clip",
        per_device_train_batch_size=16,
        num_train_epochs=2,
        learning_rate=1e-3,
        remove_unused_columns=False,  # the collator reads them
        report_to="none",
        save_strategy="no",
        dataloader_pin_memory=torch.cuda.is_available(),
    ),
    train_dataset=rows,
    data_collator=collator,
    callbacks=[SetEpoch()],
)
print(f"loss {trainer.train().training_loss:.2f}")
