"""A text encoder on captions, their positives and their negatives, with sentence-transformers."""

from pathlib import Path

import torch
from datasets import load_dataset
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.base.sampler import BatchSamplers
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from transformers import BertConfig, BertModel

from capaug import load_shards
from capaug.formats.triplets import Triplets
from capaug.runs.export import export
from capaug.training.data import train_tokenizer

# as does: capaug export world/shards --format triplets --to triplets.jsonl
export(Path("world/shards"), Triplets(), Path("triplets.jsonl"))
triplets = load_dataset("json", data_files="triplets.jsonl", split="train")
triplets = triplets.select_columns(["anchor", "positive", "negative"])  # all columns are taken for texts

# or SentenceTransformer("sentence-transformers/all-MiniLM-L6-v2") in place of all down to the next empty line
tokenizer = train_tokenizer(load_shards("world/shards")["caption"])
small = {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 2}
BertModel(BertConfig(vocab_size=len(tokenizer), **small)).save_pretrained("small-bert")
tokenizer.save_pretrained("small-bert")
words = Transformer("small-bert", max_seq_length=64)
model = SentenceTransformer(modules=[words, Pooling(words.get_embedding_dimension())])

trainer = SentenceTransformerTrainer(
    model=model,
    args=SentenceTransformerTrainingArguments(
        output_dir="sentences",
        per_device_train_batch_size=16,
        num_train_epochs=2,
        learning_rate=1e-3,
        batch_sampler=BatchSamplers.NO_DUPLICATES,  # a caption is the anchor of several triplets
        report_to="none",
        save_strategy="no",
        dataloader_pin_memory=torch.cuda.is_available(),
    ),
    train_dataset=triplets,
    loss=MultipleNegativesRankingLoss(model),
)
print(f"loss {trainer.train().training_loss:.2f}")
