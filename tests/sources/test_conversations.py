"""Whose words in a conversation are a caption."""

from __future__ import annotations

import pytest

from capaug.sources.conversations import DESCRIBING, answers
from capaug.sources.grouping import Missing


@pytest.mark.parametrize(
    "question",
    [
        "Describe the following image.",
        "Provide a brief description of the given image.",
        "Give a short and clear explanation of the subsequent image.",
        "Render a clear and concise summary of the photo.",
        "Write a terse but informative summary of the picture.",
        "Share a concise interpretation of the image provided.",
        "Present a compact description of the photo's key features.",
        "Offer a succinct explanation of the picture presented.",
        "Explain the visual content of the image in great detail.",
        "Analyze the image in a comprehensive and detailed manner.",
        "Clarify the contents of the displayed image with great detail.",
        "Walk through the important details of the image.",
        "Break down the elements of the image in a detailed manner.",
        "What is this photo about?",
        "What do you see happening in this image?",
        "What do you think is going on in this snapshot?",
        "What's happening in the scene?",
        "Can you elaborate on the elements of the picture provided?",
    ],
)
def test_who_asks_for_a_description_gets_a_caption(question: str) -> None:
    assert DESCRIBING.search(question)


@pytest.mark.parametrize(
    "question",
    [
        "What color is the bus?",
        "How many dogs are in the image?",
        "Is the man wearing a hat?",
        "Where is the cat located in the image?",
        "Why might the woman be smiling?",
        "What type of vehicle is this man driving?",
    ],
)
def test_other_answers_are_no_captions(question: str) -> None:
    assert not DESCRIBING.search(question)
    turns = [{"from": "human", "value": f"<image>\n{question}"}, {"from": "gpt", "value": "Red."}]
    assert answers({"image": "7.jpg", "conversations": turns}) == Missing(
        "a conversation in which nobody asks to describe the picture"
    )


def test_tokens_and_human_turns_are_left_out() -> None:
    turns = [
        {"role": "system", "content": "Describe images."},
        {"role": "user", "content": "Describe this.\n<image>"},
        {"role": "assistant", "content": "<image>\nA dog."},
        {"role": "user", "content": "Describe it again."},
        {"role": "assistant", "content": "A brown dog."},
        {"role": "user", "content": "A dog that I describe."},
    ]
    assert answers({"image": "7.jpg", "conversations": turns}) == ["A dog.", "A brown dog."]


@pytest.mark.parametrize("image", [None, "", ["7.jpg", "8.jpg"]])
def test_a_conversation_about_no_picture_or_several(image: object) -> None:
    turns = [{"from": "human", "value": "Describe it."}, {"from": "gpt", "value": "A dog."}]
    assert isinstance(answers({"image": image, "conversations": turns}), Missing)
