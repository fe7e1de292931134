"""What a sentence denies, and which of its words stand under the denial.

``a man without a hat``, ``a dog that isn't wearing a collar``, ``no cars``: man and dog are there, of hat, collar and
cars nothing is said. A denial silences its own clause: ``a man who is not wearing a shirt rides a horse`` says that he
rides a horse. What may be changed follows from truth: each fact outside a denial is said of the picture as if the
denial were not there, so what makes it false makes the whole false. Under a denial it is the other way round.

- The denied predicate, its objects and places are silent: ``not wearing a shirt``, ``no cars on the road``.
- So is the subject of which a clause says nothing else: ``The trunk is not shiny`` may hold of the hood as well. ``A
  man in a hat is not smiling`` says a hat of him, and no woman has it.
- What cannot be seen is not there: ``The sky is not visible``, ``a slice is missing``.
- What is said to be there for all that the denial says, as the road in ``no cars on the road``, is a thing, yet silent.
"""

from __future__ import annotations

from capaug.english.graph.draft import Draft
from capaug.english.tags import FINITE_OR_PAST_TAGS, NOUN_TAGS, SUBJECTS, VERB_TAGS
from capaug.english.tree import Tree
from capaug.english.words import words
from capaug.lexicon.objects import ObjectTaxonomy

DENYING = words("words_that_deny")
NOT = words("adverbs_that_deny")
NOBODY = words("pronouns_that_deny")
LACKING = words("verbs_of_lacking")
EXCEPTING = words("words_that_except")
FAILING = words("words_of_failing")
ENDS_OF_PAIRS = {"instead": "of", "rather": "than", "devoid": "of", "free": "of", "empty": "of", "absence": "of",
                 "lack": "of", "except": "for", "other": "than", "apart": "from", "aside": "from"}  # fmt: skip
"""What must stand behind these words that they deny; ``except`` and ``lack`` do so alone as well."""
ALONE_AS_WELL = frozenset({"except", "lack"})
BEHIND_NO = frozenset({"longer", "more"})
NO_DENIAL_BEHIND_NOT = words("words_that_turn_a_denial")
DENIED_IN_IDIOMS = words("verbs_denied_in_idioms")
PRESENCE = words("words_of_presence")
PARTS_OF_A_VIEW = words("nouns_of_what_is_in_view")
SIGNS = words("nouns_that_carry_words")
FORBIDDEN = words("nouns_of_what_is_forbidden")
MISSED_IN_GAMES = words("things_missed_in_games")
OF_DRESS_AND_HAVING = words("verbs_of_dress_and_having")
CLAUSE_OPENERS = words("words_that_end_a_denial")
THE = words("determiners_of_what_is_there")
PREPOSITIONS_OF_PLACES = words("prepositions_of_places")
INSIDE_NOUN_PHRASES = frozenset({"DT", "PDT", "PRP$", "JJ", "JJR", "JJS", "CD", "HYPH", "VBN", "RB"}) | NOUN_TAGS
DETERMINED = frozenset({"DT", "PRP$", "EX", "PRP", "IN", "WDT", "WP", "RB"})
BEFORE_MISSING = frozenset({"VBZ", "VBP", "VBD", "VB", "TO", "MD", "RB"})
LONGEST_LIST = 16  # words to look through for the "or" of a list
CLOSE = 6  # words within which what is denied begins


def read_denials(draft: Draft) -> None:
    """Mark what the sentence denies in ``draft``; to be done before anything else is read."""
    tree = draft.tree
    if DENYING.isdisjoint(tree.lower):
        return
    reader = _Denials(tree, draft.lexicon.objects)
    for k, word in enumerate(tree.lower):
        if word in DENYING and k not in reader.silent:
            reader.read(k, word)
    draft.silent = frozenset(reader.silent)
    draft.unsaid = frozenset(reader.unsaid - reader.there)
    draft.absent = frozenset(reader.absent)


class _Denials:
    """The words of a tree that stand under a denial.

    ``silent``: none of them may be changed. ``unsaid``: nothing is read off them. ``there``: words of noun phrases
    among these that are there all the same. ``absent``: nouns of what is not.
    """

    def __init__(self, tree: Tree, objects: ObjectTaxonomy) -> None:
        self.tree = tree
        self._objects = objects
        self.silent: set[int] = set()
        self.unsaid: set[int] = set()
        self.there: set[int] = set()
        self.absent: set[int] = set()

    def read(self, k: int, word: str) -> None:
        """Read the denial that begins with word ``k``, if it is one."""
        tree = self.tree
        if self._is_quoted(k) or self._is_on_a_sign(k):
            return
        following = tree.lower[k + 1] if k + 1 < len(tree) else ""
        if word == "no" and (following[:1].isdigit() or (following == "." and k + 2 < len(tree))):
            return  # "no. 3"
        if word == "no" and following == "where":
            return  # "in the middle of no where"
        if word == "no" and following not in BEHIND_NO:
            self._no(k)
        elif word in NOBODY:
            if following != "but":  # "filled with nothing but apples"
                self._nobody(k, k)
        elif word == "no" or word in NOT:
            self._not(k)
        elif word == "without":
            self._without(k)
        elif word in ("neither", "nor"):
            self._neither(k)
        elif ENDS_OF_PAIRS.get(word) == following or word in EXCEPTING:
            self._pair(k, word, following)
        elif word in LACKING:
            self._lacking(k)
        elif word in FAILING:
            self._failing(k)

    # -- no denials ----------------------------------------------------------------------------------------------------

    def _is_quoted(self, k: int) -> bool:
        """``a sign that says "no dogs"``: words that can be read."""
        before = self.tree.texts[:k]
        quotes = sum(text in ('"', "``", "''") for text in before)
        single = any(text in ("'", "‘") for text in before[-3:]) and any(
            text in ("'", "’") for text in self.tree.texts[k + 1 : k + CLOSE]
        )
        return quotes % 2 == 1 or before.count("“") > before.count("”") or single

    def _is_on_a_sign(self, k: int) -> bool:
        """``a no smoking sign``, ``a do not enter sign``: what the sign says."""
        tree = self.tree
        first = k - 1 if k and tree.lower[k - 1] == "do" else k
        for s in range(k + 1, min(k + 5, len(tree))):
            if tree.lemmas[s] in SIGNS and s > k + 1:
                before = tree.tags[first - 1] if first else "DT"
                forbidden = tree.tags[k + 1] in ("VBG", "VB") or tree.lower[k + 1] in FORBIDDEN
                return forbidden or (before in ("DT", "JJ", "CD", "VBN") and tree.lower[first - 1] != "with")
            if tree.tags[s] in ("IN", "DT", "CC", "VBZ", "VBP", ".", ",") and tree.lower[s] not in ("or", "-"):
                return False
        return False

    # -- nouns ---------------------------------------------------------------------------------------------------------

    def _no(self, k: int) -> None:
        """``no cars``, ``no one``."""
        head = self.tree.heads[k]
        noun = head if k < head < k + CLOSE and self.tree.is_noun(head) else self._noun_behind(k)
        if noun is None:
            self._all(k)
        else:
            self._nobody(k, noun)

    def _nobody(self, k: int, noun: int) -> None:
        """What no one does, what there is nothing of, what has no such thing: ``noun`` is denied from word ``k`` on."""
        tree = self.tree
        if tree.deps[noun] == "nmod:poss":  # "no one's face is visible"
            noun = tree.heads[noun]
        head, dep = tree.heads[noun], tree.deps[noun]
        if dep in SUBJECTS and head != noun and head > noun:
            self._deny(k, head, from_noun=noun)
            return
        self._deny(k, noun, loose=True)
        if dep in SUBJECTS or (dep in ("obj", "xcomp", "conj") and tree.is_verb(head)):
            self._silence_subject(head)

    def _without(self, k: int) -> None:
        """``without a hat``, ``without using his hands``."""
        target = self._target(k)
        if target is None:
            self.silent.add(k)
            self.unsaid.add(k)
        else:
            self._deny(k, target)

    def _neither(self, k: int) -> None:
        """``neither a hat nor a coat``; ``neither of the dogs``."""
        tree = self.tree
        joint = next((j for j in range(k, len(tree)) if tree.lower[j] == "nor"), None)
        noun = self._noun_behind(k)
        if joint is None:
            self._nobody(k, k if tree.lower[k + 1 : k + 2] == ["of"] or noun is None else noun)
            return
        last = self._target(joint)
        if last is None:
            self._all(k)
            return
        head = tree.heads[noun] if noun is not None and noun < joint else last
        if noun is not None and tree.deps[noun] in SUBJECTS and head > noun:
            self._deny(k, head, from_noun=noun)
        self._deny(joint, last)
        self._mark(range(k, joint), range(k, joint))

    def _pair(self, k: int, word: str, following: str) -> None:
        """``instead of a dog``, ``devoid of clouds``, ``except for a cat``, ``unlike the others``."""
        tree = self.tree
        last = k + 1 if ENDS_OF_PAIRS.get(word) == following else k
        target = self._target(last)
        if target is None:
            self.silent.update(range(k, last + 1))
        elif word in EXCEPTING or word in (
            "other",
            "apart",
            "aside",
        ):  # it is there, of it alone something else is said
            self.silent.update(range(k, self._end(last, target, False)))
            self.unsaid.update(range(k, last + 1))
            said = tree.heads[
                k if tree.heads[target] == k else target
            ]  # "the sky is blue and clear except for a cloud"
            self.silent.update(j for j in (said, *tree.children(said)) if tree.tags[j] == "JJ" and j < k)
        else:
            self._deny(last, target)
            if tree.tags[last + 1] == "IN":  # "behind the fence instead of on the street"
                self._keep(last, target + 1)
            if word != "empty":
                self._mark((k,), (k,))

    def _lacking(self, k: int) -> None:
        """``lacks a door``, ``missing panels``; ``with a slice missing``, ``a chunk is missing``."""
        tree = self.tree
        if not NOT.isdisjoint(tree.lower[max(k - 3, 0) : k]):
            return  # "can't be missed"
        if k + 1 < len(tree) and tree.tags[k + 1] in INSIDE_NOUN_PHRASES - {"RB"}:
            noun = self._noun_behind(k)
            if noun is None or tree.lemmas[noun] in MISSED_IN_GAMES:
                return
            self._deny(k, noun)
            self.there.difference_update(range(k, noun + 1))
            self._lose(noun)
            if tree.deps[k] == "conj" and tree.child(k, "cc") is not None:  # "looks clean but is missing tiles"
                said = [j for j in tree.children(tree.heads[k]) if tree.tags[j] == "JJ" and j < k]
                self.silent.update([j for j in said if "but" in tree.lower[j:k]])
            return
        subject = tree.child(k, *SUBJECTS)
        if k and tree.is_noun(k - 1):
            subject = k - 1
        elif subject is None and tree.deps[k] == "xcomp":
            subject = tree.child(tree.heads[k], *SUBJECTS)
        elif subject is None:
            subject = next((j for j in range(k - 1, -1, -1) if tree.tags[j] not in BEFORE_MISSING), None)
        self._mark((k,), (k,))
        if subject is not None and tree.is_noun(subject):
            self._lose(subject)

    # -- clauses -------------------------------------------------------------------------------------------------------

    def _not(self, k: int) -> None:
        """``not wearing a hat``, ``is not visible``, ``not a dog``, ``no longer``."""
        tree = self.tree
        last = k + 1 if tree.lower[k] == "no" else k
        following = tree.lower[last + 1] if last + 1 < len(tree) else ""
        if following in NO_DENIAL_BEHIND_NOT:
            return
        head = tree.heads[last]
        if not (last < head < last + CLOSE or tree.is_verb(head)) or head == last:
            target = self._target(last)
            if target is None:
                self._all(k)
                return
            head = target
        if tree.lower[head] in NO_DENIAL_BEHIND_NOT or tree.lemmas[head] in DENIED_IN_IDIOMS:
            return
        if tree.deps[head] == "conj" and tree.tags[tree.heads[head]] == "JJ":  # "wavy but not choppy": said against it
            self.silent.add(tree.heads[head])
        says = tree.is_verb(head) or any(tree.deps[j] in ("cop", "aux", "aux:pass") for j in tree.children(head))
        self._deny(k, head)
        if says:
            self._silence_subject(head)
        elif tree.heads[head] > head and tree.is_noun(tree.heads[head]):  # "not many passengers"
            self.silent.update(range(k, self._end(k, tree.heads[head], True)))

    def _failing(self, k: int) -> None:
        """``unable to open a door``, ``fails to catch a ball``; of ``but fails`` one knows not what."""
        tree = self.tree
        verb = next((j for j in range(k + 1, min(k + 4, len(tree))) if tree.tags[j] == "VB"), None)
        if verb is None:
            self._all(k)
        else:
            self._deny(k, verb)

    def _silence_subject(self, head: int) -> None:
        """Silence the subject of predicate ``head``, if that is all that is said of it; lose it, if it is not seen."""
        tree = self.tree
        subject = tree.child(head, *SUBJECTS)
        if subject is not None and not tree.is_noun(subject) and tree.is_noun(tree.heads[head]):
            subject = None  # "that cannot be seen"
            if not self._is_presence(head):
                return
        if subject is None and tree.deps[head] in ("acl", "acl:relcl") and tree.is_noun(tree.heads[head]):
            if self._is_presence(head):
                self._lose(tree.heads[head])
            return
        if subject is None or not tree.is_noun(subject):
            return
        if self._is_presence(head):
            for noun in (subject, *(j for j in tree.children(subject) if tree.deps[j] == "conj" and j < head)):
                self._lose(noun)
        elif not self._says_more(subject, head):
            self.silent.update(range(self._owner(subject), subject + 1))
        else:
            self.silent.update(j for j in tree.children(subject) if tree.tags[j] == "CD")

    def _is_presence(self, head: int) -> bool:
        """``visible``, ``be seen``, ``in view``."""
        tree = self.tree
        return tree.lower[head] in PRESENCE or (tree.lemmas[head] in PARTS_OF_A_VIEW and tree.preposition(head) == "in")

    def _says_more(self, subject: int, head: int) -> bool:
        """Whether something that is not denied is said of ``subject``, whose predicate ``head`` is."""
        tree = self.tree
        of_subject = (j for j in tree.children(subject) if j > subject and tree.deps[j] in ("acl", "acl:relcl", "nmod"))
        joined = (
            j for j in tree.children(head) if tree.deps[j] in ("conj", "advcl") and tree.child(j, *SUBJECTS) is None
        )
        return any(j not in self.unsaid for j in (*of_subject, *joined))

    # -- how far it reaches --------------------------------------------------------------------------------------------

    def _deny(self, k: int, head: int, *, loose: bool = False, from_noun: int | None = None) -> None:
        """Deny ``head`` and what belongs to it, from word ``k`` on.

        loose: what follows is silent, whatever it hangs on, to the end of the clause. from_noun: its subject, which is
        denied as well.
        """
        tree = self.tree
        end = self._end(k, head, loose)
        acts = end > head + 1 and self._acts(head + 1, head) and tree.tags[head + 1] == "VBG"
        denied = [j for j in range(k, end) if acts or j <= head or tree.under(j, head)]
        self._mark(range(k, end), denied)
        self.unsaid.add(head)
        first = head if from_noun is None else from_noun
        dressed = tree.is_verb(head) and tree.lemmas[head] in OF_DRESS_AND_HAVING
        for j in denied:
            if tree.is_noun(j) and j != first and not (dressed and tree.deps[j] == "obj"):
                self._keep(k, j + 1)

    def _keep(self, k: int, end: int) -> None:
        """Say that the noun before ``end`` is there if it is spoken of as known: ``no cars on the road``."""
        tree, noun = self.tree, end - 1
        first = self._base(noun)
        if first > k and tree.lower[first] in THE:
            self.there.update(range(first, end))
            self.absent.discard(noun)

    def _end(self, k: int, head: int, loose: bool) -> int:
        """Index behind what a denial at word ``k`` of ``head`` reaches."""
        tree = self.tree
        dressed = tree.is_verb(head) and tree.lemmas[head] in OF_DRESS_AND_HAVING
        end = max(head, k) + 1
        if tree.is_verb(head):
            while end < len(tree) and tree.tags[end] in INSIDE_NOUN_PHRASES:
                end += 1
        while end < len(tree):
            if self._closes(end, k, head) or not (loose or tree.under(end, head) or self._acts(end, head)):
                break
            if dressed and tree.lower[end] in PREPOSITIONS_OF_PLACES and tree.is_noun(end - 1):
                break  # "not wearing a shirt | on a beach"
            end += 1
        while end > head + 1 and tree.texts[end - 1] in (",", "and", "or"):
            end -= 1
        return end

    def _closes(self, j: int, k: int, head: int) -> bool:
        """Whether another clause begins at word ``j``."""
        tree = self.tree
        word, tag = tree.lower[j], tree.tags[j]
        if word == "as" and "as" in tree.lower[k:j]:
            return False  # "nothing is as soft as a puppy"
        if word in CLAUSE_OPENERS or tag in (".", ":"):
            return word != "as" or j + 1 == len(tree) or tree.tags[j + 1] not in ("JJ", "RB")
        if tag in FINITE_OR_PAST_TAGS:
            mine = tree.heads[j] == head and tree.deps[j] in ("aux", "aux:pass", "cop")
            relative = any(tree.tags[i] in ("WDT", "WP") or tree.lower[i] == "that" for i in range(k, j))
            return not (mine or j == head or relative or (tag == "VBD" and tree.deps[j] == "acl"))
        if tag in ("VBG", "VBN") and tree.deps[j] in ("acl", "advcl", "root", "conj"):
            return not (tree.under(j, head) or self._acts(j, head))
        if word in (",", "and"):
            return self._goes_on_elsewhere(j, head)
        return False

    def _acts(self, j: int, head: int) -> bool:
        """``no passengers waiting``, ``has no cars driving``: what nobody and nothing does."""
        tree = self.tree
        if j != head + 1 or not tree.is_noun(head):
            return False
        there = tree.deps[head] in SUBJECTS or (tree.deps[head] == "obj" and tree.lemmas[tree.heads[head]] == "have")
        return there or self._objects.is_animate(tree.lemmas[head])

    def _goes_on_elsewhere(self, j: int, head: int) -> bool:
        """Whether what a comma or ``and`` joins at ``j`` is not denied as well."""
        tree = self.tree
        if j + 1 == len(tree):
            return True
        rest = range(j + 1, min(j + LONGEST_LIST, len(tree)))
        verb = next((i for i in rest if tree.tags[i] in FINITE_OR_PAST_TAGS), len(tree))
        if any(tree.lower[i] in ("or", "nor") for i in rest if i < verb) and tree.tags[j + 1] not in ("VBG", "IN"):
            return False
        tag = tree.tags[j + 1]
        if tree.lower[j] == "," or tree.is_noun(head):
            alike = tree.lower[j] == "and" and tag == "DT" and tree.lower[j + 1] == tree.lower[self._base(head)]
            return (tag in DETERMINED or tag in VERB_TAGS or tree.lower[j + 1] == "and") and not alike
        return tag in FINITE_OR_PAST_TAGS or tag in ("EX", "PRP", "IN") or verb < len(tree)

    # -- words ---------------------------------------------------------------------------------------------------------

    def _mark(self, silent: range | tuple[int, ...], unsaid: range | list[int] | tuple[int, ...]) -> None:
        """Enter words that may not be changed, and words that nothing is read off."""
        self.silent.update(silent)
        self.unsaid.update(unsaid)
        self.absent.update(j for j in unsaid if self.tree.is_noun(j) and self.tree.lower[j] not in DENYING)

    def _lose(self, noun: int) -> None:
        """Say that what ``noun`` names is not there."""
        base = range(self._base(noun), noun + 1)
        self._mark(range(self._owner(noun), noun + 1), base)
        self.there.difference_update(base)

    def _all(self, k: int) -> None:
        """Let nothing be changed: the denial at word ``k`` is not understood."""
        self.silent.update(range(len(self.tree)))
        self.unsaid.add(k)

    def _base(self, noun: int) -> int:
        """First word of the noun phrase that ends with ``noun``."""
        tree = self.tree
        first = noun
        while first and tree.tags[first - 1] in INSIDE_NOUN_PHRASES and tree.under(first - 1, noun):
            first -= 1
        return first

    def _owner(self, noun: int) -> int:
        """First word of the noun phrase that ends with ``noun``, and of its owner: ``the door's threshold``."""
        first = self._base(noun)
        return self._base(first - 2) if first > 1 and self.tree.tags[first - 1] == "POS" else first

    def _noun_behind(self, k: int) -> int | None:
        """The noun of the noun phrase that begins behind word ``k``."""
        tree = self.tree
        j = k + 1
        while j < len(tree) and tree.tags[j] in INSIDE_NOUN_PHRASES | {"VBG", "CC"}:
            if tree.is_noun(j) and not (j + 1 < len(tree) and (tree.is_noun(j + 1) or tree.tags[j + 1] == "HYPH")):
                return j
            j += 1
        return None

    def _target(self, k: int) -> int | None:
        """The verb, noun or adjective that begins behind word ``k``."""
        tree = self.tree
        for j in range(k + 1, min(k + 1 + CLOSE, len(tree))):
            if tree.deps[j] in ("aux", "aux:pass", "cop") and tree.heads[j] > j:
                return tree.heads[j]
            if tree.tags[j] in VERB_TAGS:
                return j if tree.deps[j] != "amod" else self._noun_behind(k)
            if tree.is_noun(j):
                return self._noun_behind(j - 1)
            if tree.tags[j] in (".", ":"):
                return None
            if tree.tags[j] == "JJ" and not tree.is_noun(tree.heads[j]):
                return j
        return None
