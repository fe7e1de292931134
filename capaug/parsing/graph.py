"""The scene graph of a folded tree (docs: what a caption's scene graph is)."""

from __future__ import annotations

from capaug.english.inflection import lemma
from capaug.lexicon import Lexicon
from capaug.parsing.parsed import (
    AttributePosition,
    AttributeSite,
    ObjectSite,
    ParsedCaption,
    RelationForm,
    RelationSite,
)
from capaug.parsing.tree import COLLECTIVES, FRAMES, SUBJECTS, Tree
from capaug.records import Attribute, Caption, Relation, SceneGraph, SceneObject

# Nouns that are no things: parts of the frame, pronoun-like words, and nouns of manner.
NO_OBJECTS = set(
    "background foreground distance front back middle side sides center centre edge way one ones other others "
    "outside inside something someone anything everything nothing everyone somebody anyone each each-other time "
    "variety kind type sort while lot couple bunch few total addition action use preparation formation display".split()
)
# Sides of a thing are objects when they are said to be there ("a train with a yellow front").
SIDES = {"front", "back", "side", "top", "bottom", "middle", "end", "edge", "center"}
QUANTITIES = set("several many few multiple numerous various couple dozen both".split()) - {"both", "couple"}
PARTICLES = set("up down out off over away back by around along on in".split())
# Nouns of these types in front of another describe it and are no part of its name ("male skater", "grass field").
DESCRIBING = set(
    "color material gender nationality quality state texture pattern shape size height length wetness fullness weather "
    "cleanliness emotion".split()
)
# What a preposition and a bare noun say of how something is done, not of what is there ("standing in a line").
MANNERS = {
    tuple(phrase.split())
    for phrase in (
        "in line|in row|in formation|in action|in motion|in use|in color|in colour|in unison|in progress|in place|"
        "in control|in style|in public|on sale|on display|on duty|on guard|on break|for sale|for public|for fun|"
        "for picture|for photo|for photograph|for camera|at work|at play|at rest|at attention|at speed|by itself"
    ).split("|")
}
# Participles that take the noun before them into one attribute ("a snow covered slope").
COMPOUNDING = set(
    "covered filled lined topped capped drawn shaped themed sized coated colored coloured powered striped patterned "
    "printed framed wheeled legged tiered layered storied haired handled sided made suited".split()
)
# What is counted of a thing in one word with the number ("a four layer cake").
MEASURED = set("layer story storey tier piece door seat wheel way lane level burner foot inch year".split())
# Verbs that say what their subject looks like ("the kitten looks sad").
SEEMING = {"look", "seem", "appear", "feel", "remain", "stay", "become", "get", "sit", "stand", "lie", "lay"}
# Verbs that only lead to the next verb ("attempting to get"), and "be" itself.
LEADING_VERBS = set(
    "attempt try begin start prepare seem appear get go come continue use want be let help make show see".split()
)
PREMODIFIER_TAGS = frozenset("DT PRP$ PDT JJ JJR JJS CD VBN VBG VBD RB RBR RBS HYPH AFX POS NN NNP NNS NNPS FW".split())
SKIPPED_DEPS = ("aux", "aux:pass", "cop", "mark", "case", "fixed", "compound", "frame", "det", "cc", "collective")
RELATIVE = {"who", "that", "which", "whom"}


class GraphReader:
    """Reads one tree: first its objects, then attributes, then relations."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.tree = tree
        self.lexicon = lexicon
        self.objects: list[SceneObject] = []
        self.object_sites: list[ObjectSite] = []
        self.attributes: list[Attribute] = []
        self.attribute_sites: list[AttributeSite] = []
        self.relations: list[Relation] = []
        self.relation_sites: list[RelationSite] = []
        self.at: dict[int, int] = {}  # token index of a head noun -> object index
        self.in_name: set[int] = set()  # tokens that are part of an object's name
        self.descendants = self._descendants()
        self.compounded = self._compounded()

    def read(self, caption: Caption) -> ParsedCaption:
        """The caption with its graph and sites."""
        self._read_objects()
        self._read_modifiers()
        self._read_verbs()
        self._read_prepositions()
        self._read_possessives()
        self._mark_shared()
        order = sorted(range(len(self.attributes)), key=lambda k: (self.attributes[k].object, self.attributes[k].start))
        graph = SceneGraph(tuple(self.objects), tuple(self.attributes[k] for k in order), tuple(self.relations))
        sites = [self.attribute_sites[k] for k in order]
        return ParsedCaption(caption, self.tree.tokens(), graph, self.object_sites, sites, self.relation_sites)

    # -- objects ---------------------------------------------------------------------------------------------------

    def _read_objects(self) -> None:
        tree = self.tree
        for i in range(len(tree)):
            if self._is_object(i):
                self._add_object(i)

    def _is_object(self, i: int) -> bool:
        tree = self.tree
        if i in tree.dropped or not tree.is_noun(i) or tree.deps[i] in ("collective", "fixed", "case", "frame", "flat"):
            return False
        head = tree.heads[i]
        if tree.deps[i] in ("compound", "amod", "nmod:unmarked", "obl:npmod") and head > i and tree.is_noun(head):
            return False
        if not any(c.isalpha() for c in tree.texts[i]):
            return False
        if i in self.compounded:
            return False
        if tree.lemmas[i] in SIDES and (
            (tree.preposition(i) == "with" and tree.child(i, "amod") is not None)
            or any(tree.preposition(j) == "of" and tree.is_noun(j) for j in tree.children(i))
        ):
            return True
        if (tree.preposition(i), tree.lemmas[i]) in MANNERS and tree.child(i, "amod", "nmod", "compound") is None:
            return False
        if tree.preposition(i) == "in" and tree.lemmas[i] in FRAMES and i >= len(tree) - 2:
            return False  # "a horse in a black and white photo": the photo is what shows it
        if i > 0 and self.lexicon.objects.is_kind(f"{tree.lower[i - 1]} {tree.lemmas[i]}"):
            return True  # a parking lot, a tank top
        if tree.lower[i] in NO_OBJECTS or tree.lemmas[i] in NO_OBJECTS or tree.lemmas[i] in SIDES:
            return False
        if any(tree.lower[j] == "no" and tree.heads[j] == i for j in range(i)):
            return False  # "with no passengers": nothing to be seen
        if tree.lemmas[i] in COLLECTIVES and tree.deps[i] == "advmod":
            return False
        return self.lexicon.objects.is_visible(tree.lemmas[i])

    def _add_object(self, i: int) -> None:
        tree = self.tree
        first = i
        while first > 0 and self._in_name(first - 1, i, first):
            first -= 1
        # a hyphen left dangling belongs to a modifier
        while first < i and not any(c.isalnum() for c in tree.texts[first]):
            first += 1
        base_first = first
        while base_first > 0 and base_first - 1 not in tree.dropped and self._in_base(base_first - 1, i):
            base_first -= 1
        if tree.collectives.get(i):
            base_first = min(base_first, min(start for start, _ in tree.collectives[i]))
            while (
                base_first > 0
                and tree.tags[base_first - 1] in ("DT", "JJ", "CD", "PRP$")
                and (self.tree.heads[base_first - 1] in range(base_first, i + 1))
            ):
                base_first -= 1
        determiner = next(
            (j for j in range(base_first, first) if tree.tags[j] in ("DT", "PRP$", "PDT") and tree.lower[j] != "no"),
            None,
        )
        words = [tree.lower[j] for j in range(first, i)]
        name = _joined(tree, first, i, words)
        lemma = tree.lemmas[i]
        plural = tree.tags[i] in ("NNS", "NNPS") or any(
            tree.tags[j] == "CD" and tree.lower[j] not in ("one", "1") for j in range(base_first, first)
        )
        phrase_end = i + 1
        while phrase_end < len(tree) and (
            phrase_end in self.descendants[i] and not self._starts_conjunct(phrase_end, i)
        ):
            phrase_end += 1
        while phrase_end > i + 1 and tree.texts[phrase_end - 1] in (",", ".", ";", ":", "-", "!"):
            phrase_end -= 1
        self.at[i] = len(self.objects)
        self.in_name.update(range(first, i + 1))
        self.objects.append(SceneObject(name + lemma, lemma, tree.starts[first], tree.ends[i]))
        self.object_sites.append(
            ObjectSite(i, (first, i + 1), (base_first, i + 1), (base_first, phrase_end), determiner, plural)
        )

    def _in_name(self, j: int, head: int, first: int) -> bool:
        """Whether word ``j``, just left of the name so far, is part of the name of the noun ``head``."""
        tree = self.tree
        if j in tree.dropped or not tree.under(j, head) or tree.heads[j] == j:
            return False
        if tree.texts[j] == "-":
            return j > 0 and tree.ends[j - 1] == tree.starts[j] and self._in_name(j - 1, head, first)
        name = " ".join(tree.lower[j:head]) + " " + tree.lemmas[head]
        kind = self.lexicon.attributes.type(tree.lower[j])
        category = self.lexicon.objects.category(tree.lemmas[head])
        if self.lexicon.objects.is_kind(name) and tree.tags[j] not in ("DT", "CD"):
            # a brown bear is a bear that is brown, and a paper plate a plate of paper
            return (kind, category) not in (("color", "animal"), ("material", "kitchenware"))
        if j + 1 < head and self.lexicon.objects.is_kind(f"{tree.lower[j]} {tree.lower[j + 1]}"):
            return True  # living room furniture
        if (
            tree.tags[j] == "JJ"
            and first == j + 1
            and kind in ("other", "kind")
            and self.lexicon.objects.is_entry(tree.lower[j])
        ):
            return True  # a noun that the tagger took for an adjective ("street pole")
        if not (tree.is_noun(j) and tree.deps[j] in ("compound", "nmod:unmarked", "amod", "flat", "nmod", "obl:npmod")):
            return False
        if j in tree.prepositions or tree.child(j, "case") is not None:
            return False
        return kind not in DESCRIBING

    def _in_base(self, j: int, head: int) -> bool:
        tree = self.tree
        if tree.texts[j] in (",", "-", "/", "and", "&", "or"):
            return (
                j > 0
                and j - 1 not in tree.dropped
                and tree.under(j, head)
                and tree.under(j - 1, head)
                and (tree.tags[j - 1][:2] in ("JJ", "VB", "CD", "NN", "HY") or tree.texts[j - 1] == "-")
                and self._premodifier(j - 1, head)
            )
        return self._premodifier(j, head)

    def _premodifier(self, j: int, head: int) -> bool:
        tree = self.tree
        if not tree.under(j, head) or tree.deps[j] in ("case", "cop", "mark", "punct", "acl:relcl"):
            return False
        if tree.deps[j].startswith(("nsubj", "obj", "aux")):
            return False
        return tree.tags[j] in PREMODIFIER_TAGS

    def _starts_conjunct(self, j: int, head: int) -> bool:
        """Whether word ``j`` opens a conjunct of ``head`` (``and a dog``), which is not part of its phrase."""
        tree = self.tree
        for k in range(len(tree)):
            if k > head and tree.heads[k] == head and tree.deps[k] == "conj" and tree.under(j, k):
                return True
        return False

    def _descendants(self) -> list[set[int]]:
        below: list[set[int]] = [{i} for i in range(len(self.tree))]
        for i in range(len(self.tree)):
            j, steps = i, 0
            while self.tree.heads[j] != j and steps < len(self.tree):
                j, steps = self.tree.heads[j], steps + 1
                below[j].add(i)
        return below

    def _compounded(self) -> set[int]:
        """Words that are one attribute with the word behind: ``snow covered``, ``four layer``, ``stainless steel``."""
        tree = self.tree
        found = set()
        for j in range(1, len(tree) - 1):
            head, first = tree.heads[j], j - 1
            if head <= j or not tree.is_noun(head) or tree.heads[first] not in (j, head) or first in tree.prepositions:
                continue
            if tree.tags[first] == "CD":
                whole = tree.lower[first] not in ("one", "1") and (
                    tree.lower[j] in COMPOUNDING or (tree.tags[j] == "NN" and tree.lower[j] in MEASURED)
                )
            elif tree.is_noun(first) and tree.lower[j] in COMPOUNDING:
                whole = True
            else:
                whole = self.lexicon.attributes.type(f"{tree.lower[first]} {tree.lower[j]}") in ("material", "pattern")
            if whole:
                found.add(first)
        return found

    # -- attributes ------------------------------------------------------------------------------------------------

    def _add_attribute(self, noun: int, name: str, words: tuple[int, int], position: AttributePosition) -> None:
        tree = self.tree
        k = self.at[noun]
        if any(a.object == k and a.name == name for a in self.attributes):
            return
        kind = self.lexicon.attributes.type(name)
        if kind == "other" and position in (AttributePosition.NUMBER, AttributePosition.VERB):
            kind = "number" if position is AttributePosition.NUMBER else "action"
        start, end = tree.starts[words[0]], tree.ends[words[1] - 1]
        self.attributes.append(Attribute(k, name, kind, start, end))
        self.attribute_sites.append(AttributeSite(words, position))

    def _read_modifiers(self) -> None:
        tree = self.tree
        for noun in self.at:
            for first, end in tree.collectives.get(noun, ()):
                self._add_attribute(noun, f"{tree.lemmas[first]} of", (first, end), AttributePosition.COLLECTIVE)
            for j in sorted(self.descendants[noun]):
                if j != noun and j not in self.in_name and j not in tree.dropped and j not in self.compounded:
                    self._read_modifier(j, noun)

    def _read_modifier(self, j: int, noun: int) -> None:
        tree = self.tree
        head, dep, tag = tree.heads[j], tree.deps[j], tree.tags[j]
        # the modifier hangs on the noun, on its collective, or is a conjunct of another modifier
        anchor = head
        for _ in range(4):
            if (
                anchor != noun
                and dep in ("conj", "amod", "advmod", "compound")
                and tree.deps[anchor] in ("amod", "nummod", "compound")
                and (tree.tags[anchor][:2] in ("JJ", "VB", "NN", "RB", "CD"))
            ):
                if dep == "advmod" or (dep == "compound" and tree.texts[min(j + 1, len(tree) - 1)] == "-"):
                    return
                anchor = tree.heads[anchor]
        if tree.deps[head] == "collective" and tree.heads[head] == noun:
            if dep == "nummod" or tag == "CD":
                self._add_attribute(noun, tree.lower[j], (j, j + 1), AttributePosition.NUMBER)
            return
        if anchor != noun:
            return
        words = (j - 1, j + 1) if j - 1 in self.compounded else self._hyphenated(j)
        if j - 1 in self.compounded:
            self._add_attribute(noun, f"{tree.lower[j - 1]} {tree.lower[j]}", words, AttributePosition.BEFORE)
            return
        name = "".join(tree.lower[k] for k in range(*words)) if words[1] - words[0] > 1 else tree.lower[j]
        before = j < noun
        if tag == "CD" or dep == "nummod":
            if before and tree.lower[j] not in ("one's",):
                self._add_attribute(noun, name, words, AttributePosition.NUMBER)
        elif before and tree.lower[j] in QUANTITIES:
            self._add_attribute(noun, tree.lower[j], (j, j + 1), AttributePosition.NUMBER)
        elif (
            before
            and tag in ("JJ", "JJR", "JJS", "VBN", "VBG", "VBD")
            and dep in ("amod", "conj", "acl", "compound", "advmod", "dep", "nmod")
        ):
            if tag in ("JJR", "JJS") or (name.endswith(("er", "est")) and words[1] - words[0] == 1):
                name = lemma(name, "JJR")
            if tag == "VBD" and dep not in ("amod", "compound"):
                return
            if name not in ("other", "such", "own"):
                self._add_attribute(noun, name, words, AttributePosition.BEFORE)
        elif before and tree.is_noun(j) and dep in ("compound", "amod", "conj", "nmod:unmarked"):
            if self.lexicon.attributes.type(tree.lower[j]) in DESCRIBING:
                self._add_attribute(noun, tree.lower[j], (j, j + 1), AttributePosition.BEFORE)
        elif not before and tag == "JJ" and dep in ("amod", "acl", "xcomp") and not self._has_complement(j):
            self._add_attribute(noun, tree.lower[j], (j, j + 1), AttributePosition.AFTER)

    def _hyphenated(self, j: int) -> tuple[int, int]:
        """Token range of the hyphenated word around ``j`` (``black - spotted``)."""
        tree = self.tree
        first, end = j, j + 1
        while (
            first > 1
            and tree.texts[first - 1] == "-"
            and tree.ends[first - 1] == tree.starts[first] == tree.ends[first - 2] + 1
        ):
            first -= 2
        while (
            end + 1 < len(tree)
            and tree.texts[end] == "-"
            and tree.starts[end] == tree.ends[end - 1] == tree.starts[end + 1] - 1
        ):
            end += 2
        return (first, end) if not any(k in self.in_name for k in range(first, end)) else (j, j + 1)

    def _has_complement(self, j: int) -> bool:
        return any(k in self.tree.prepositions for k in self.tree.children(j))

    # -- verbs -----------------------------------------------------------------------------------------------------

    def _read_verbs(self) -> None:
        tree = self.tree
        for i in range(len(tree)):
            if i in tree.dropped or (i in self.in_name and i not in self.at):
                continue
            if tree.is_verb(i) and tree.deps[i] not in SKIPPED_DEPS:
                if tree.deps[i] == "amod" and tree.heads[i] > i:
                    continue
                if tree.deps[i] == "conj" and tree.deps[tree.heads[i]] == "amod" and tree.heads[tree.heads[i]] > i:
                    continue
                self._read_verb(i)
            elif tree.child(i, "cop") is not None:
                self._read_copula(i)
            elif tree.tags[i] in ("JJ", "JJR") and self._has_complement(i):
                self._read_adjective(i)

    def _conjuncts(self, i: int) -> list[int]:
        """``i`` and the nouns coordinated with it, those that are objects."""
        found, stack = [], [i]
        while stack:
            j = stack.pop(0)
            if j not in found:
                found.append(j)
                stack += [
                    k
                    for k in self.tree.children(j)
                    if self.tree.deps[k] == "conj" and (self.tree.is_noun(k) or k in self.at)
                ]
        return [j for j in found if j in self.at]

    def _subjects(self, i: int, depth: int = 0) -> list[int]:
        """Token indices of the objects that do what verb (or predicate) ``i`` says."""
        tree = self.tree
        if depth > 6:
            return []
        own = [j for j in tree.children(i) if tree.deps[j] in SUBJECTS]
        if own:
            subject = own[0]
            if tree.lower[subject] in RELATIVE and tree.tags[subject] in ("WDT", "WP", "IN", "DT"):
                return self._antecedent(i)
            return self._conjuncts(subject)
        dep, head = tree.deps[i], tree.heads[i]
        if dep in ("acl", "acl:relcl") and (head in self.at or tree.is_noun(head)):
            if dep == "acl:relcl" and any(
                tree.lower[j] in RELATIVE and tree.deps[j] == "obj" for j in tree.children(i)
            ):
                return []
            return self._antecedent(i)
        if dep in ("xcomp", "conj", "advcl", "ccomp", "parataxis", "acl", "dep", "advmod") and head != i:
            if dep in ("ccomp", "parataxis") and self.tree.tags[i] not in ("VBG", "VBN"):
                return []
            if head in self.at and not tree.is_verb(head):
                return self._conjuncts(head) if tree.child(head, "cop") is None else self._subjects(head, depth + 1)
            if dep == "xcomp" and tree.is_verb(head):
                target = tree.child(head, "obj")
                if target is not None and target in self.at and tree.lemmas[head] not in LEADING_VERBS:
                    return self._conjuncts(target)
            return self._subjects(head, depth + 1)
        if dep == "root" and tree.tags[i] in ("VBG", "VBN"):
            # "Man riding" read as a root without a subject: the noun just before it is the subject
            before = next((j for j in range(i - 1, -1, -1) if j in self.at), None)
            if before is not None and all(tree.tags[k] not in ("IN", "VB", "VBZ") for k in range(before + 1, i)):
                return [before]
        return []

    def _antecedent(self, verb: int) -> list[int]:
        """The noun a participle or relative clause hangs on, with its conjuncts when the clause follows them all."""
        head = self.tree.heads[verb]
        nouns = self._conjuncts(head)
        later = [j for j in nouns if j < verb]
        return later if len(later) == len(nouns) and nouns else ([head] if head in self.at else later)

    def _particle(self, verb: int) -> int | None:
        tree = self.tree
        for j in tree.children(verb):
            if j <= verb or j in tree.prepositions or any(s <= j < e for s, e in tree.prepositions.values()):
                continue
            if tree.deps[j] == "compound:prt" or (
                tree.deps[j] in ("advmod", "obl", "case")
                and tree.lower[j] in PARTICLES
                and tree.tags[j] in ("RP", "RB", "IN")
                and j == verb + 1
            ):
                return j
        return None

    def _verb_name(self, verb: int, particle: int | None) -> str:
        name = self.tree.lemmas[verb]
        return f"{name} {self.tree.lower[particle]}" if particle is not None else name

    def _auxiliaries(self, verb: int) -> tuple[int, ...]:
        return tuple(
            j for j in self.tree.children(verb) if self.tree.deps[j] in ("aux", "aux:pass", "cop") and j < verb
        )

    def _read_verb(self, verb: int) -> None:
        tree = self.tree
        if tree.lemmas[verb] == "be":
            self._read_there_is(verb)
            return
        subjects = self._subjects(verb)
        direct = [j for j in tree.children(verb) if tree.deps[j] in ("obj", "iobj")]
        objects = [k for j in direct if tree.deps[j] == "obj" for k in self._conjuncts(j)]
        relative = self._relative_object(verb)
        if relative is not None:
            objects = self._conjuncts(relative)
        obliques = [
            j
            for j in tree.children(verb)
            if j in tree.prepositions and tree.deps[j] not in SUBJECTS and (j > verb or tree.deps[j] == "obl")
        ]
        passive = (
            tree.tags[verb] in ("VBN", "VBD")
            and not objects
            and (tree.child(verb, "aux:pass", "nsubj:pass") is not None or tree.deps[verb] in ("acl", "amod"))
        )
        particle = self._particle(verb)
        name = self._verb_name(verb, particle)
        auxiliaries = self._auxiliaries(verb)
        clause = any(tree.deps[j] in ("xcomp",) and tree.is_verb(j) for j in tree.children(verb))
        states = [
            j
            for j in tree.children(verb)
            if j > verb and tree.deps[j] == "xcomp" and tree.tags[j] in ("JJ", "JJR") and not self._has_complement(j)
        ]
        has_object = bool(objects)
        for subject in subjects:
            related = False
            for state in states if not objects and tree.lemmas[verb] in SEEMING else ():
                related = tree.lemmas[verb] in ("look", "seem", "appear", "feel", "remain", "become", "get")
                self._add_attribute(subject, tree.lower[state], (state, state + 1), AttributePosition.PREDICATE)
            for target in objects:
                if target != subject:
                    form = RelationForm.VERB_OBJECT
                    self._add_relation(subject, name, target, form, verb, auxiliaries, particle, None)
                    related = True
            for oblique in obliques:
                preposition = tree.preposition(oblique) or ""
                for target in self._conjuncts(oblique):
                    if target == subject or target in objects:
                        continue
                    if has_object or (preposition == "with" and oblique != obliques[0]):
                        self._add_relation(
                            subject, preposition, target, RelationForm.PLACE, None, (), None, tree.prepositions[oblique]
                        )
                    else:
                        form = RelationForm.PASSIVE if passive else RelationForm.VERB_PREPOSITION
                        predicate = f"{name} {preposition}"
                        self._add_relation(
                            subject, predicate, target, form, verb, auxiliaries, particle, tree.prepositions[oblique]
                        )
                    related = True
            if not related and not objects and not (clause and tree.lemmas[verb] in LEADING_VERBS) and not direct:
                end = particle + 1 if particle is not None else verb + 1
                self._add_attribute(subject, name, (verb, end), AttributePosition.VERB)

    def _relative_object(self, verb: int) -> int | None:
        """``a hat that the man wears``: the noun the clause hangs on is what is worn."""
        tree = self.tree
        if tree.deps[verb] != "acl:relcl" or tree.child(verb, *SUBJECTS) is None:
            return None
        if any(tree.deps[j] == "obj" and tree.lower[j] in RELATIVE for j in tree.children(verb)):
            return tree.heads[verb] if tree.heads[verb] in self.at else None
        return None

    def _read_there_is(self, verb: int) -> None:
        """``there is a cat on the bed``, ``a cat is on the bed``: the cat is on the bed."""
        tree = self.tree
        subjects = self._subjects(verb)
        if not subjects:
            subjects = [k for j in tree.children(verb) if tree.deps[j] in ("obj", "xcomp") for k in self._conjuncts(j)]
        for oblique in tree.children(verb):
            if oblique in tree.prepositions and tree.deps[oblique] not in SUBJECTS:
                self._relate_all(subjects, oblique, (verb,))
        for j in tree.children(verb):
            if tree.tags[j] == "JJ" and tree.deps[j] in ("xcomp", "acomp"):
                for subject in subjects:
                    self._add_attribute(subject, tree.lower[j], (j, j + 1), AttributePosition.PREDICATE)

    def _relate_all(self, subjects: list[int], oblique: int, auxiliaries: tuple[int, ...] = ()) -> None:
        preposition = self.tree.preposition(oblique) or ""
        for subject in subjects:
            for target in self._conjuncts(oblique):
                if target != subject:
                    self._add_relation(
                        subject, preposition, target, RelationForm.PREPOSITION, None, auxiliaries, None,
                        self.tree.prepositions[oblique],
                    )  # fmt: skip

    def _read_copula(self, i: int) -> None:
        """``the dog is wet``, ``the cat is on the bed``."""
        tree = self.tree
        subjects = self._subjects(i)
        auxiliaries = self._auxiliaries(i)
        if i in tree.prepositions and i in self.at:
            self._relate_all(subjects, i, auxiliaries)
        elif tree.tags[i] in ("JJ", "JJR", "CD"):
            complements = [j for j in tree.children(i) if j in tree.prepositions]
            if not any(self._conjuncts(j) for j in complements):
                name = tree.lemmas[i] if tree.tags[i] == "JJR" else tree.lower[i]
                position = AttributePosition.PREDICATE
                for subject in subjects:
                    self._add_attribute(subject, name, (i, i + 1), position)
                    for j in tree.children(i):
                        if tree.deps[j] == "conj" and tree.tags[j] == "JJ":
                            self._add_attribute(subject, tree.lower[j], (j, j + 1), position)
            else:
                self._read_adjective(i)

    def _read_adjective(self, i: int) -> None:
        """``a shelf full of books``: (shelf, full of, book); ``an airplane high in the sky``: (airplane, in, sky)."""
        tree = self.tree
        subjects = self._subjects(i) if tree.child(i, "cop") is not None else []
        if not subjects and tree.heads[i] in self.at and tree.deps[i] in ("amod", "acl", "xcomp", "advmod", "obl"):
            subjects = self._conjuncts(tree.heads[i]) if tree.heads[i] < i else []
        if not subjects and tree.deps[i] in ("xcomp", "advcl", "root", "advmod"):
            subjects = self._subjects(i)
        for oblique in tree.children(i):
            if oblique not in tree.prepositions:
                continue
            first, end = tree.prepositions[oblique]
            whole = tree.lower[i] in ("full", "filled", "ready", "covered", "fill")
            for subject in subjects:
                for target in self._conjuncts(oblique):
                    if target == subject:
                        continue
                    predicate = tree.preposition(oblique) or ""
                    span = (i, end) if whole and first == i + 1 else (first, end)
                    if whole:
                        predicate = f"{tree.lower[i]} {predicate}"
                    self._add_relation(subject, predicate, target, RelationForm.PREPOSITION, None, (), None, span)

    # -- prepositions and possessives ------------------------------------------------------------------------------

    def _read_prepositions(self) -> None:
        tree = self.tree
        for i in sorted(tree.prepositions):
            if tree.deps[i] == "conj" or not self._conjuncts(i) or i in tree.dropped:
                continue
            head = tree.heads[i]
            if head == i or head in tree.dropped or tree.child(i, "cop") is not None:
                continue
            if head in self.at:
                before_all = [j for j in self._conjuncts(head) if j < i]
                nouns = self._conjuncts(head)
                subjects = nouns if len(before_all) == len(nouns) else [head]
                if tree.deps[head] == "conj" and head < i:
                    subjects = [head]
                if tree.child(head, "cop") is not None and tree.deps[i] != "nmod":
                    subjects = self._subjects(head) or subjects
                self._relate_all([s for s in subjects if s != i], i)

    def _read_possessives(self) -> None:
        tree = self.tree
        for i in list(self.at):
            if tree.deps[i] == "nmod:poss" and tree.heads[i] in self.at:
                self._add_relation(
                    i, "have", tree.heads[i], RelationForm.POSSESSIVE, None, (), None,
                    self._possessive_mark(i),
                )  # fmt: skip

    def _possessive_mark(self, i: int) -> tuple[int, int]:
        mark = self.tree.child(i, "case")
        return (mark, mark + 1) if mark is not None else (i, i + 1)

    def _add_relation(
        self,
        subject: int,
        predicate: str,
        target: int,
        form: RelationForm,
        verb: int | None,
        auxiliaries: tuple[int, ...],
        particle: int | None,
        preposition: tuple[int, int] | None,
    ) -> None:
        tree = self.tree
        s, o = self.at[subject], self.at[target]
        if any(r.subject == s and r.object == o and r.predicate == predicate for r in self.relations):
            return
        inside = [verb] if verb is not None else []
        if preposition is not None:
            inside += [preposition[0], preposition[1] - 1]
        if particle is not None:
            inside.append(particle)
        start, end = tree.starts[min(inside)], tree.ends[max(inside)]
        if form is RelationForm.VERB_OBJECT and particle is not None and particle > target:
            end = tree.ends[verb if verb is not None else particle]
        if (
            form in (RelationForm.VERB_PREPOSITION, RelationForm.PASSIVE)
            and verb is not None
            and preposition is not None
        ):
            between = range(verb + 1, preposition[0])
            if any(k in self.at for k in between) or preposition[0] < verb:
                start, end = tree.starts[verb], tree.ends[verb]
        self.relations.append(Relation(s, predicate, o, start, end))
        self.relation_sites.append(RelationSite(form, verb, auxiliaries, particle, preposition, False))

    def _mark_shared(self) -> None:
        spans = [(site.verb, site.preposition) for site in self.relation_sites]
        for k, site in enumerate(self.relation_sites):
            for m, (verb, preposition) in enumerate(spans):
                if m != k and (
                    (verb is not None and verb == site.verb) or (preposition and preposition == site.preposition)
                ):
                    site.shared = True


def _joined(tree: Tree, first: int, head: int, words: list[str]) -> str:
    """The words of a name before its head, with a space after each but around hyphens."""
    out = ""
    for k, word in zip(range(first, head), words, strict=True):
        tight = word == "-" or (k + 1 <= head and tree.texts[k + 1] == "-") or tree.ends[k] == tree.starts[k + 1]
        out += word if tight else word + " "
    return out
