from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from torch import Tensor
from torch.utils.data import DataLoader
from transformers import PreTrainedTokenizerFast

from capaug.errors import UsageError
from capaug.formats.batches import select
from capaug.records import Attribute, AugmentedCaption, Relation, SceneGraph, SceneObject, Variant, record_batch
from capaug.training.data.collator import IGNORED, Collator
from capaug.training.data.kinds import kinds_of
from capaug.training.data.pictures import Pictures, open_pictures
from capaug.training.data.pixels import SquareImages

CAPTION = "A brown dog chases two enormous white cats behind an old wooden shed near the river."
ATTRIBUTES = {"brown": 0, "two": 1, "enormous": 1, "white": 1, "old": 2, "wooden": 2}
NEGATIVES = (
    ("A white dog chases two enormous brown cats behind an old wooden shed near the river.", "attribute_replace.swap"),
    ("A brown dog chases three enormous white cats behind an old shed.", "attribute_replace.contrast"),
    ("Two enormous white cats chase a brown dog.", "relation_swap.roles"),
    ("A brown dog chases two enormous white cats on an old wooden shed.", "relation_swap.predicate"),
)
POSITIVES = ("A dog chases two cats.", "A brown dog behind a shed.", "Cats are chased by a dog.")


def make_row(caption_id: str = "1.0", image_id: str = "1", **changes: Any) -> AugmentedCaption:
    objects = tuple(
        SceneObject(name, name, CAPTION.index(word), CAPTION.index(word) + len(word))
        for name, word in (("dog", "dog"), ("cat", "cats"), ("shed", "shed"))
    )
    attributes = tuple(
        Attribute(owner, word, "color", CAPTION.index(word), CAPTION.index(word) + len(word))
        for word, owner in ATTRIBUTES.items()
    )
    given: dict[str, Any] = {
        "caption": CAPTION,
        "scene_graph": SceneGraph(objects, attributes, (Relation(0, "chase", 1, 12, 18),)),
        "positives": tuple(Variant(text, "asymmetry_2.subgraph", ()) for text in POSITIVES),
        "negatives": tuple(Variant(text, kind, ()) for text, kind in NEGATIVES),
        **changes,
    }
    return AugmentedCaption(image_id, caption_id, source="own", split="train", **given)


def bare_row(caption_id: str = "2.0", image_id: str = "2", caption: str = "Nothing but a street") -> AugmentedCaption:
    return make_row(caption_id, image_id, caption=caption, scene_graph=SceneGraph(), positives=(), negatives=())


@pytest.fixture(scope="module", name="tokenizer")
def tokenizer_fixture() -> PreTrainedTokenizerFast:
    """A byte-level BPE that knows few words whole, so that attributes fall into several tokens."""
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    special = ["<pad>", "<s>", "</s>", "<mask>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    texts = ["A dog chases two cats behind a shed near the river.", "a white dog", "Nothing but a street"] * 3
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=special, initial_alphabet=alphabet, show_progress=False
    )
    bpe.train_from_iterator(texts, trainer)
    bpe.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 1), ("</s>", 2)])
    return PreTrainedTokenizerFast(
        tokenizer_object=bpe, pad_token="<pad>", bos_token="<s>", eos_token="</s>", mask_token="<mask>"
    )


def same(one: Mapping[str, Tensor], other: Mapping[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[key], other[key]) for key in one)


def texts(tokenizer: PreTrainedTokenizerFast, ids: Tensor) -> list[str]:
    """The texts of token ids [..., L], in order."""
    return tokenizer.batch_decode(ids.reshape(-1, ids.shape[-1]), skip_special_tokens=True)


def test_shapes_types_and_texts(tokenizer: PreTrainedTokenizerFast) -> None:
    rows = [make_row(), bare_row()]
    collator = Collator(tokenizer, negatives=3, positives=1, kinds=kinds_of(rows))
    batch = collator(rows)
    length, n_length, p_length = (
        batch[name].shape[-1] for name in ("input_ids", "negative_input_ids", "positive_input_ids")
    )
    assert {name: tuple(tensor.shape) for name, tensor in batch.items()} == {
        "input_ids": (2, length),
        "attention_mask": (2, length),
        "negative_input_ids": (2, 3, n_length),
        "negative_attention_mask": (2, 3, n_length),
        "negative_mask": (2, 3),
        "negative_kinds": (2, 3),
        "positive_input_ids": (2, p_length),
        "positive_attention_mask": (2, p_length),
        "positive_mask": (2,),
        "image_ids": (2,),
    }
    assert {name for name, tensor in batch.items() if tensor.dtype == torch.bool} == {"negative_mask", "positive_mask"}
    assert all(tensor.dtype in (torch.int64, torch.bool) for tensor in batch.values())
    assert texts(tokenizer, batch["input_ids"]) == [CAPTION, "Nothing but a street"]
    drawn = texts(tokenizer, batch["negative_input_ids"][0])
    kinds = [collator.kinds[number] for number in batch["negative_kinds"][0]]
    assert len(set(drawn)) == 3
    assert set(zip(drawn, kinds, strict=True)) <= set(NEGATIVES)
    assert texts(tokenizer, batch["positive_input_ids"])[0] in POSITIVES


def test_a_row_without_variants_is_marked_and_attended_to(tokenizer: PreTrainedTokenizerFast) -> None:
    batch = Collator(tokenizer, negatives=2, positives=1, kinds=["relation_swap"])([make_row(), bare_row()])
    assert batch["negative_mask"].tolist() == [[True, True], [False, False]]
    assert batch["negative_kinds"][1].tolist() == [-1, -1]
    assert batch["positive_mask"].tolist() == [True, False]
    assert texts(tokenizer, batch["positive_input_ids"])[1] == "Nothing but a street"
    assert (batch["negative_attention_mask"].sum(-1) > 0).all()


def test_fewer_negatives_than_asked_for(tokenizer: PreTrainedTokenizerFast) -> None:
    batch = Collator(tokenizer, negatives=6)([make_row()])
    assert batch["negative_mask"].tolist() == [[True] * 4 + [False] * 2]
    assert set(texts(tokenizer, batch["negative_input_ids"][0, :4])) == {text for text, _ in NEGATIVES}


def test_padding_is_not_attended_to(tokenizer: PreTrainedTokenizerFast) -> None:
    batch = Collator(tokenizer, negatives=2)([make_row(), bare_row()])
    for ids, mask in (("input_ids", "attention_mask"), ("negative_input_ids", "negative_attention_mask")):
        assert torch.equal(batch[ids] != tokenizer.pad_token_id, batch[mask].bool())


def test_tokens_are_those_of_the_tokenizer(tokenizer: PreTrainedTokenizerFast) -> None:
    rows = [make_row(), bare_row()]
    expected = tokenizer([row.caption for row in rows], padding=True, return_tensors="pt")
    batch = Collator(tokenizer, negatives=0)(rows)
    assert torch.equal(batch["input_ids"], expected["input_ids"])
    assert torch.equal(batch["attention_mask"], expected["attention_mask"])
    cut = Collator(tokenizer, negatives=0, max_length=6)(rows)
    short = tokenizer([row.caption for row in rows], padding=True, truncation=True, max_length=6, return_tensors="pt")
    assert torch.equal(cut["input_ids"], short["input_ids"])
    assert torch.equal(Collator(tokenizer, negatives=0)(rows)["input_ids"], expected["input_ids"])


def test_padding_to_a_fixed_length(tokenizer: PreTrainedTokenizerFast) -> None:
    collator = Collator(tokenizer, negatives=1, positives=1, max_length=64, pad_to_max_length=True)
    batch = collator([bare_row()])
    names = ("input_ids", "negative_input_ids", "positive_input_ids", "attention_mask")
    assert {batch[name].shape[-1] for name in names} == {64}


def test_rows_of_a_dataset_and_records_give_the_same_batch(tokenizer: PreTrainedTokenizerFast) -> None:
    rows = [make_row(), bare_row()]
    collator = Collator(tokenizer, negatives=2, positives=1, mask_attributes=True)
    assert same(collator(rows), collator([row.as_row() for row in rows]))


def test_the_columns_that_the_page_names_are_all_it_reads(tokenizer: PreTrainedTokenizerFast) -> None:
    page = (Path(__file__).parents[3] / "docs" / "format.md").read_text(encoding="utf-8")
    (named,) = re.findall(r"^columns = (\[.*\])$", page, re.MULTILINE)
    rows = [make_row(), bare_row()]
    collator = Collator(tokenizer, negatives=3, positives=1)
    few = select(record_batch(rows), ast.literal_eval(named)).to_pylist()
    assert same(collator(few), collator(rows))
    collator = Collator(tokenizer, mask_attributes=True)
    few = select(record_batch(rows), [*ast.literal_eval(named), "scene_graph.attributes"]).to_pylist()
    assert same(collator(few), collator(rows))


def test_draws_depend_on_caption_epoch_and_seed_alone(tokenizer: PreTrainedTokenizerFast) -> None:
    rows = [make_row(f"{i}.0", str(i)) for i in range(12)]
    collator = Collator(tokenizer, negatives=2, positives=1, mask_attributes=True, pad_to_max_length=True)
    whole = collator(rows)
    backwards = collator(rows[::-1])
    assert same(whole, {name: tensor.flip(0) for name, tensor in backwards.items()})
    alone = [collator([row]) for row in rows]
    assert same(whole, {name: torch.cat([batch[name] for batch in alone]) for name in whole})
    collator.set_epoch(1)
    other = collator(rows)
    for name in ("negative_input_ids", "positive_input_ids", "mlm_labels"):
        assert not torch.equal(whole[name], other[name])
    collator.set_epoch(0)
    assert same(whole, collator(rows))
    seeded = Collator(tokenizer, negatives=2, positives=1, mask_attributes=True, pad_to_max_length=True, seed=1)
    assert not torch.equal(whole["negative_input_ids"], seeded(rows)["negative_input_ids"])


def test_masks_do_not_change_what_is_drawn(tokenizer: PreTrainedTokenizerFast) -> None:
    rows = [make_row(f"{i}.0", str(i)) for i in range(5)]
    plain = Collator(tokenizer, negatives=2, positives=1)(rows)
    masked = Collator(tokenizer, negatives=2, positives=1, mask_attributes=True)(rows)
    assert same(plain, {name: masked[name] for name in plain})


def test_every_negative_and_positive_has_its_turn(tokenizer: PreTrainedTokenizerFast) -> None:
    collator = Collator(tokenizer, negatives=1, positives=1)
    negatives, positives = set(), set()
    for epoch in range(40):
        collator.set_epoch(epoch)
        batch = collator([make_row()])
        negatives |= set(texts(tokenizer, batch["negative_input_ids"]))
        positives |= set(texts(tokenizer, batch["positive_input_ids"]))
    assert (negatives, positives) == ({text for text, _ in NEGATIVES}, set(POSITIVES))


@pytest.mark.parametrize(
    ("kinds", "wanted"),
    [
        (["relation_swap.roles"], {"relation_swap.roles"}),
        (["relation_swap"], {"relation_swap.roles", "relation_swap.predicate"}),
        (["attribute_replace", "relation_swap.roles"], {kind for _, kind in NEGATIVES} - {"relation_swap.predicate"}),
        (None, {kind for _, kind in NEGATIVES}),
    ],
)
def test_kinds_and_families(tokenizer: PreTrainedTokenizerFast, kinds: list[str] | None, wanted: set[str]) -> None:
    batch = Collator(tokenizer, negatives=4, kinds=kinds)([make_row()])
    found = texts(tokenizer, batch["negative_input_ids"][0][batch["negative_mask"][0]])
    assert set(found) == {text for text, kind in NEGATIVES if kind in wanted}


def test_a_number_is_that_of_the_kind_or_of_its_family(tokenizer: PreTrainedTokenizerFast) -> None:
    names = ["relation_swap.roles", "relation_swap", "attribute_replace", "relation_swap"]
    collator = Collator(tokenizer, negatives=4, kinds=names)
    assert collator.kinds == ("attribute_replace", "relation_swap", "relation_swap.roles")
    batch = collator([make_row()])
    numbers = dict(
        zip(texts(tokenizer, batch["negative_input_ids"][0]), batch["negative_kinds"][0].tolist(), strict=True)
    )
    assert numbers == {text: {"roles": 2, "predicate": 1}.get(kind.partition(".")[2], 0) for text, kind in NEGATIVES}


def test_kinds_that_are_not_named_have_no_numbers(tokenizer: PreTrainedTokenizerFast) -> None:
    collator = Collator(tokenizer, negatives=4)
    assert collator.kinds == ()
    assert "negative_kinds" not in collator([make_row()])
    assert not Collator(tokenizer, negatives=4, kinds=[])([make_row()])["negative_mask"].any()


def test_a_kind_of_ones_own_needs_no_registration(tokenizer: PreTrainedTokenizerFast) -> None:
    negatives = (Variant("A brown dog sleeps.", "mine.sleep", ()), *(Variant(*one, ()) for one in NEGATIVES))
    rows = [make_row(negatives=negatives), bare_row()]
    assert kinds_of(rows) == tuple(sorted({kind for _, kind in NEGATIVES} | {"mine.sleep"}))
    every = Collator(tokenizer, negatives=5)(rows)
    assert set(texts(tokenizer, every["negative_input_ids"][0])) == {negative.text for negative in negatives}
    for kinds in (["mine.sleep"], ["mine"], kinds_of(rows)):
        collator = Collator(tokenizer, negatives=5, kinds=kinds)
        batch = collator(rows)
        number = next(number for number, kind in enumerate(collator.kinds) if kind.startswith("mine"))
        (place,) = (batch["negative_kinds"][0] == number).nonzero().flatten().tolist()
        assert texts(tokenizer, batch["negative_input_ids"][0, place]) == ["A brown dog sleeps."]
    assert same(every, {name: value for name, value in batch.items() if name != "negative_kinds"})


def test_image_ids_tell_siblings(tokenizer: PreTrainedTokenizerFast) -> None:
    collator = Collator(tokenizer, negatives=0)
    ids = collator([make_row("1.0", "7"), make_row("1.1", "7"), make_row("2.0", "8")])["image_ids"]
    assert ids[0] == ids[1] != ids[2]
    assert collator([make_row("9.9", "8")])["image_ids"][0] == ids[2]


def test_ids_of_one_picture_are_siblings(tokenizer: PreTrainedTokenizerFast, tmp_path: Path) -> None:
    for name in ("COCO_val2014_000000000007.png", "8.png"):
        Image.new("RGB", (4, 4)).save(tmp_path / name)
    images = Pictures(open_pictures(tmp_path), SquareImages(4))
    ids = ("7", "COCO_val2014_000000000007.png", "7.0", "8")
    batch = Collator(tokenizer, negatives=0, images=images)([make_row(f"{image}.0", image) for image in ids])
    assert len(set(batch["image_ids"][:3].tolist())) == 1
    assert batch["image_ids"][3] != batch["image_ids"][0]


def attribute_tokens(tokenizer: PreTrainedTokenizerFast) -> set[int]:
    offsets = tokenizer(CAPTION, return_offsets_mapping=True)["offset_mapping"]
    spans = [(CAPTION.index(word), CAPTION.index(word) + len(word)) for word in ATTRIBUTES]
    return {i for i, (start, end) in enumerate(offsets) for low, high in spans if start < high and end > low}


def test_attribute_words_are_masked_first_and_whole(tokenizer: PreTrainedTokenizerFast) -> None:
    collator = Collator(tokenizer, negatives=0, mask_attributes=True, mask_probability=0.1)
    allowed = attribute_tokens(tokenizer)
    assert len(allowed) > 2 * len(ATTRIBUTES)  # they fall into several tokens
    words = tokenizer(CAPTION).word_ids()
    seen = set()
    for epoch in range(30):
        collator.set_epoch(epoch)
        batch = collator([make_row()])
        chosen = set((batch["mlm_labels"][0] != IGNORED).nonzero().flatten().tolist())
        assert chosen
        assert chosen <= allowed
        assert chosen == {i for i in allowed if words[i] in {words[k] for k in chosen}}
        seen |= chosen
    assert seen == allowed


def test_labels_are_the_tokens_and_all_else_is_shown(tokenizer: PreTrainedTokenizerFast) -> None:
    batch = Collator(tokenizer, negatives=0, mask_attributes=True)([make_row(), bare_row()])
    ids, shown, labels = batch["input_ids"], batch["mlm_input_ids"], batch["mlm_labels"]
    predicted = labels != IGNORED
    assert torch.equal(ids[predicted], labels[predicted])
    assert torch.equal(ids[~predicted], shown[~predicted])
    assert not torch.isin(labels[predicted], torch.tensor(tokenizer.all_special_ids)).any()


def test_the_masked_share_is_the_same_without_attributes(tokenizer: PreTrainedTokenizerFast) -> None:
    """Captions of one-token attributes against captions of none."""
    caption = "a white dog and a white dog behind a white dog near the river near two dog"
    starts = [i for i in range(len(caption)) if caption.startswith("white", i)]
    graph = SceneGraph(
        (SceneObject("dog", "dog", 8, 11),), tuple(Attribute(0, "white", "color", i, i + 5) for i in starts)
    )
    collator = Collator(tokenizer, negatives=0, mask_attributes=True)
    shares = []
    for given in (graph, SceneGraph()):
        rows = [make_row(f"{i}", "1", caption=caption, scene_graph=given) for i in range(1500)]
        batch = collator(rows)
        free = ~torch.isin(batch["input_ids"], torch.tensor(tokenizer.all_special_ids))
        shares.append(((batch["mlm_labels"] != IGNORED).sum() / free.sum()).item())
        masked = batch["mlm_input_ids"][batch["mlm_labels"] != IGNORED] == tokenizer.mask_token_id
        assert masked.float().mean().item() == pytest.approx(0.8, abs=0.03)
    assert shares == pytest.approx([0.15, 0.15], abs=0.01)


def test_workers_that_live_on_hear_of_the_epoch(tokenizer: PreTrainedTokenizerFast) -> None:
    rows = [make_row(f"{i}.0", str(i)) for i in range(8)]
    collator = Collator(tokenizer, negatives=2, positives=1)
    loader = DataLoader(
        rows,  # type: ignore[arg-type]
        batch_size=3,
        collate_fn=collator,
        num_workers=1,
        persistent_workers=True,
        multiprocessing_context="spawn",
    )
    for epoch in range(2):
        collator.set_epoch(epoch)
        for start, batch in zip(range(0, 8, 3), loader, strict=True):
            assert same(batch, collator(rows[start : start + 3]))


def test_pixel_values_of_images_and_of_a_column(tokenizer: PreTrainedTokenizerFast) -> None:
    def draw(ids: list[str]) -> Tensor:
        return torch.stack([torch.full((3, 2, 2), float(i)) for i in ids])

    rows = [make_row("1.0", "4"), make_row("2.0", "5")]
    assert Collator(tokenizer, negatives=0, images=draw)(rows)["pixel_values"][:, 0, 0, 0].tolist() == [4.0, 5.0]
    column = [row.as_row() | {"pixel_values": torch.full((3, 2, 2), 0.5)} for row in rows]
    assert Collator(tokenizer, negatives=0)(column)["pixel_values"].shape == (2, 3, 2, 2)
    assert "pixel_values" not in Collator(tokenizer, negatives=0)(rows)


def padded_words(given: list[str]) -> Tensor:
    """A tokenizer in the manner of open_clip: token ids [N, 77], zeros behind them."""
    ids = torch.zeros(len(given), 77, dtype=torch.int64)
    for row, text in zip(ids, given, strict=True):
        numbers = [1000, *(1 + len(word) for word in text.split()), 1001]
        row[: len(numbers)] = torch.tensor(numbers)
    return ids


def test_a_tokenizer_that_returns_padded_ids() -> None:
    rows = [make_row(), bare_row()]
    batch = Collator(padded_words, negatives=2, max_length=77, pad_to_max_length=True)(rows)
    assert torch.equal(batch["input_ids"], padded_words([row.caption for row in rows]))
    assert batch["negative_input_ids"].shape == (2, 2, 77)
    assert Collator(padded_words, negatives=0)(rows)["input_ids"].shape == (2, len(CAPTION.split()) + 2)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda t: Collator(t, negatives=-1), "negatives of at least 0"),
        (lambda t: Collator(t, positives=2), "positives of 0 or 1"),
        (lambda t: Collator(t, mask_probability=0.0), "mask_probability between 0 and 1"),
        (lambda t: Collator(padded_words, mask_attributes=True), "attribute masks need a fast tokenizer"),
    ],
)
def test_bad_options(tokenizer: PreTrainedTokenizerFast, make: Callable[[Any], object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        make(tokenizer)


def test_the_epoch_survives_pickling(tokenizer: PreTrainedTokenizerFast) -> None:
    collator = Collator(tokenizer, negatives=1)
    collator.set_epoch(3)
    assert pickle.loads(pickle.dumps(collator)).epoch == 3


@pytest.mark.parametrize("mask_attributes", [False, True])
def test_a_negative_that_is_its_caption_when_cut_is_not_drawn(
    tokenizer: PreTrainedTokenizerFast, mask_attributes: bool
) -> None:
    """Of the four negatives only the first and the third differ from the caption in its first tokens."""
    cut = len(tokenizer("A brown dog chases two").input_ids)
    behind = (CAPTION.replace("shed", "barn"), "attribute_replace.contrast")
    made = (NEGATIVES[0], behind, NEGATIVES[2], NEGATIVES[3])
    rows = [make_row(negatives=tuple(Variant(text, kind, ()) for text, kind in made))]
    collator = Collator(tokenizer, negatives=4, max_length=cut, mask_attributes=mask_attributes)
    batch = collator(rows)
    assert batch["negative_mask"].tolist() == [[True, True, False, False]]
    for ids in batch["negative_input_ids"][0, :2]:
        assert ids.tolist() != batch["input_ids"][0].tolist()
    whole = Collator(tokenizer, negatives=4, mask_attributes=mask_attributes)(rows)
    assert whole["negative_mask"].all()
    lone = [make_row(negatives=(Variant(*behind, ()),))]
    assert not Collator(tokenizer, negatives=1, max_length=cut)(lone)["negative_mask"].any()


def test_another_is_drawn_for_one_that_is_cut_off(tokenizer: PreTrainedTokenizerFast) -> None:
    cut = len(tokenizer("A brown dog chases two").input_ids)
    behind = [(CAPTION.replace("shed", word), "attribute_replace.contrast") for word in ("barn", "hut", "house")]
    row = make_row(negatives=tuple(Variant(text, kind, ()) for text, kind in (*behind, NEGATIVES[2])))
    collator = Collator(tokenizer, negatives=1, max_length=cut)
    for epoch in range(6):
        collator.set_epoch(epoch)
        batch = collator([row])
        assert batch["negative_mask"].all()
        assert texts(tokenizer, batch["negative_input_ids"])[0].startswith("Two")


def test_rows_whose_texts_name_a_side_are_told(tokenizer: PreTrainedTokenizerFast) -> None:
    rows = [
        bare_row(),
        bare_row(caption="A man turning right"),
        bare_row(caption="The leftmost dog"),
        bare_row(caption="A bright fright of leftovers"),
        replace(bare_row(), negatives=(Variant("A dog to the left of a street", "own", ()),)),
    ]
    batch = Collator(tokenizer, sides=True)(rows)
    assert batch["names_sides"].tolist() == [False, True, True, False, True]
    assert "names_sides" not in Collator(tokenizer)(rows)
