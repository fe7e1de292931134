"""What a parser is given of a text, and how what it says of that is said of all words."""

from __future__ import annotations

from capaug.english.frozen.text import SENTENCE, Run, Text

__all__ = ["Reading", "Run"]


class Reading:
    """What a parser is given of a text.

    ``words``: those that it is given; ``frozen``: the words of the text that no edit may touch; ``silent``: verbs that
    only say what is printed.
    """

    def __init__(self, text: Text) -> None:
        lower = text.style != SENTENCE
        runs = {run.first: run for run in text.runs}
        self.words: list[str] = []
        self.frozen = frozenset(i for run in text.runs if run.frozen for i in range(run.first, run.end))
        self._runs = sorted(text.runs)
        self.silent = frozenset(text.silent)
        self._place: list[int] = []  # of each word among those that are given; -1 of those that are not
        i = 0
        while i < len(text):
            run = runs.get(i)
            if run is None:
                self._place.append(len(self.words))
                self.words.append(text.lower[i] if lower and text.words[i] != "I" else text.words[i])
                i += 1
                continue
            self._place += [-1] * (run.end - i)
            if run.stand_in:
                self._place[-1] = len(self.words)
                self.words.append(run.stand_in)
            i = run.end

    def mark(self, tags: list[str]) -> list[str]:
        """Tags of all words, but for those that name nothing."""
        return ["FW" if i in self.frozen else tag for i, tag in enumerate(tags)]

    def spread(self, tags: list[str], heads: list[int], labels: list[str]) -> tuple[list[str], list[int], list[str]]:
        """Tags, heads and labels of the words that were given, as those of all words."""
        given = [i for i, place in enumerate(self._place) if place >= 0]
        all_tags = [tags[place] if place >= 0 else "FW" for place in self._place]
        all_labels = [labels[place] if place >= 0 else "flat" for place in self._place]
        all_heads = [given[heads[place]] if place >= 0 else -1 for place in self._place]
        for run in self._runs:
            last = run.end - 1
            inside = all_heads[last] >= 0
            head = last if inside else self._neighbour(run)
            for i in range(run.first, run.end):
                if i != last or not inside:
                    all_heads[i] = head
                    all_tags[i] = run.tag
            if run.tag == "FW":
                all_tags[last] = "FW"
        if not given:
            all_heads, all_labels = [0] * len(all_tags), ["root"] + ["flat"] * (len(all_tags) - 1)
        return all_tags, all_heads, all_labels

    def _neighbour(self, run: Run) -> int:
        """The word that a run hangs on of which a parser is given nothing."""
        before = next((i for i in range(run.first - 1, -1, -1) if self._place[i] >= 0), None)
        behind = next((i for i in range(run.end, len(self._place)) if self._place[i] >= 0), None)
        first, second = (before, behind) if run.back else (behind, before)
        if first is not None:
            return first
        return 0 if second is None else second
