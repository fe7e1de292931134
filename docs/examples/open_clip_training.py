"""The training script of open_clip, with captions, negatives and pictures from shards; all its options are there:

python open_clip_training.py --train-data world/shards --model ViT-B-32 --pretrained openai --batch-size 256
"""

from typing import Any

from open_clip_train import main as open_clip

from capaug import load_shards
from capaug.training.data import open_pictures
from capaug.training.open_clip import CaptionData, NegativesLoss

data: dict[str, Any] = {}


def get_data(args, preprocess_fns, epoch=0, tokenizer=None):
    for_training, _ = preprocess_fns
    data["train"] = CaptionData(
        load_shards(args.train_data),
        open_pictures("world/pictures"),
        for_training,
        tokenizer,
        batch_size=args.batch_size,
        negatives=2,
        # mirrors=read_mirrors(args.train_data), for a weight "mirror" below
        accum_freq=args.accum_freq,
        workers=args.workers,
        distributed=args.distributed,
        seed=args.seed,
    )
    return data


def create_loss(args):
    return NegativesLoss(data["train"], gap=0.5)  # without weights: NegCLIP's loss


if __name__ == "__main__":
    import sys

    open_clip.get_data, open_clip.create_loss = get_data, create_loss
    open_clip.main(sys.argv[1:])
