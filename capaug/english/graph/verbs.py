"""What verbs say: of one thing (``a man sitting``), or of two (``a man riding a horse``, ``sitting on a bench``)."""

from __future__ import annotations

from capaug.captions.sentence import LinkForm, QualityPosition
from capaug.english.graph.draft import Draft, Wording
from capaug.english.graph.predicates import read_adjective, read_being, read_copula
from capaug.english.graph.sharing import shared_objects, shared_obliques
from capaug.english.graph.subjects import LEADING_VERBS, has_relative_object, subjects
from capaug.english.tags import ADJECTIVE_TAGS, PARTICLE_TAGS, SUBJECTS, VERB_TAGS
from capaug.english.tree import Tree
from capaug.english.tree.frames import TAKING
from capaug.english.words import words

PARTICLES_OF_VERBS = words("particles_of_verbs")
LOOKS = words("verbs_of_looks")
WEARING_ALONE = words("verbs_of_wearing_alone")
WITH_A_WAY = words("verbs_before_ones_way")
EFFECT_VERBS = words("verbs_of_effects")
ANYBODY = words("indefinite_pronouns")
SAYING_NOTHING_ALONE = (
    words("verbs_of_wearing_a_garment") | words("predicates_of_holding") | words("verbs_without_progressive")
)
"""``holding something`` tells nothing; ``explaining something`` tells what is done."""
LOOKS_ALONE = words("verbs_of_looks_alone")
NO_VERB_LABELS = frozenset(
    {"aux", "aux:pass", "cop", "mark", "case", "fixed", "compound", "frame", "det", "cc", "collective"}
)
PARTICLE_LABELS = frozenset({"advmod", "obl", "case"})
KINDS_OF_STATES = frozenset({"state", "emotion"})
CLAUSE_LABELS = frozenset({"conj", "parataxis", "advcl"})
DONE_TO_TAGS = frozenset({"VBN", "VBD"})
DOING_LABELS = frozenset({"obl", "obl:agent", "xcomp", "advcl"})  # of what only follows where something is done


def read_predicates(draft: Draft) -> None:
    """Enter what verbs, copulas and adjectives with a complement say."""
    tree = draft.tree
    copular = {tree.heads[j] for j, dep in enumerate(tree.deps) if dep == "cop" and not tree.is_root(j)}
    for i, tag in enumerate(tree.tags):
        is_verb = tag in VERB_TAGS and tree.deps[i] not in NO_VERB_LABELS
        if not is_verb and tag not in ADJECTIVE_TAGS and i not in copular:
            continue
        if i in tree.dropped or (i in draft.in_name and i not in draft.at):
            continue
        if is_verb:
            if _is_premodifier(draft, i):
                continue
            if tree.lemmas[i] == "be":
                read_being(draft, i)
            else:
                _read_verb(draft, i)
        elif i in copular:
            read_copula(draft, i)
        elif draft.has_complement(i):
            read_adjective(draft, i)


def _is_premodifier(draft: Draft, i: int) -> bool:
    """``a running and jumping dog``: participles before their noun are its qualities."""
    tree = draft.tree
    if tree.deps[i] == "conj":
        i = tree.heads[i]
    return tree.deps[i] == "amod" and tree.heads[i] > i


class _Clause:
    """A verb and what hangs on it.

    ``name``: the verb's lemma and its particle. ``objects``: head nouns of the things that it is done to. ``obliques``:
    nouns with a preposition. ``states``: adjectives that say what the subject looks like (``looks tired``).
    """

    def __init__(self, draft: Draft, verb: int) -> None:
        tree = draft.tree
        self.draft = draft
        self.verb = verb
        self.lemma = tree.lemmas[verb]
        self.objects = _objects(draft, verb)
        self.particle = _particle(draft, verb)
        self.auxiliaries = draft.auxiliaries(verb)
        self.name = self.lemma if self.particle is None else f"{self.lemma} {tree.lower[self.particle]}"
        self.obliques = [
            j
            for j in tree.children(verb)
            if j in tree.prepositions
            and tree.deps[j] not in SUBJECTS
            and (j > verb or tree.deps[j] == "obl")
            and not _is_clause(tree, j)
        ]
        if not self.obliques and not self.objects:
            self.obliques = shared_obliques(draft, verb)
        self.states = self._states()

    def passive(self) -> bool:
        """``ridden by a man``, ``is covered in graffiti``."""
        tree, verb = self.draft.tree, self.verb
        return (
            tree.tags[verb] in DONE_TO_TAGS
            and not self.objects
            and (tree.deps[verb] in ("acl", "amod") or tree.child(verb, "aux:pass", "nsubj:pass") is not None)
        )

    def says_a_state(self) -> bool:
        """``the door is closed``, ``is scared``: how it is, not what is done to it."""
        if self.particle is not None or not self.auxiliaries or not self.passive():
            return False
        if any(self.draft.tree.lower[j] == "being" for j in self.auxiliaries):
            return False  # "is being closed"
        if any(self.draft.tree.deps[j] in DOING_LABELS for j in self.draft.tree.children(self.verb)):
            return False  # "is made by Cartier", "is illustrated to explain it"
        return self.draft.lexicon.attributes.type(self.draft.tree.lower[self.verb]) in KINDS_OF_STATES

    def _states(self) -> list[int]:
        tree = self.draft.tree
        if self.objects or self.lemma not in LOOKS:
            return []
        return [
            j
            for j in tree.children(self.verb)
            if j > self.verb
            and tree.deps[j] == "xcomp"
            and tree.tags[j] in ADJECTIVE_TAGS
            and not self.draft.has_complement(j)
        ]

    def wears_a_color(self) -> bool:
        """``wearing white in a stadium``: a place of who wears; no ``a hat worn on a head``."""
        return self.lemma in WEARING_ALONE and self.draft.tree.tags[self.verb] not in DONE_TO_TAGS

    def goes_its_way(self) -> bool:
        """``makes its way down a runway``: what makes its way makes nothing."""
        tree = self.draft.tree
        children = tree.children(self.verb)
        return self.lemma in WITH_A_WAY and any(tree.deps[j] == "obj" and tree.lemmas[j] == "way" for j in children)

    def says_something_alone(self) -> bool:
        """Whether the verb without any other thing is a quality of its subject."""
        tree = self.draft.tree
        children = tree.children(self.verb)
        told = [j for j in children if tree.deps[j] in ("obj", "iobj")]
        if self.objects or not all(tree.lower[j] in ANYBODY for j in told):
            return False
        if told and (self.lemma in SAYING_NOTHING_ALONE or tree.tags[self.verb] == "VB"):
            return False
        if tree.lower[self.verb] in TAKING and tree.tags[self.verb] == "VBN":
            return False  # "a man is seen", "captured at eye level"
        if self.lemma in EFFECT_VERBS:
            return False  # "adding to the look of the room"
        leads = self.lemma in LEADING_VERBS
        xcomps = (j for j in children if tree.deps[j] == "xcomp")
        return not (leads and any(tree.is_verb(j) or tree.child(j, "cop") is not None for j in xcomps))


def _is_clause(tree: Tree, j: int) -> bool:
    """``A mirror hangs there and a towel is | on the floor``: a noun of which another clause says something."""
    return tree.deps[j] in CLAUSE_LABELS and tree.child(j, *SUBJECTS) is not None


def _read_verb(draft: Draft, verb: int) -> None:
    doers = subjects(draft, verb)
    if not doers:
        return
    clause = _Clause(draft, verb)
    _add_gapped(clause)
    for subject in doers:
        said = _add_states(clause, subject)
        said |= _add_objects(clause, subject)
        said |= _add_obliques(clause, subject)
        if not said and clause.says_a_state():
            draft.add_quality(subject, draft.tree.lower[verb], (verb, verb + 1), QualityPosition.PREDICATE)
        elif not said and clause.says_something_alone():
            end = (verb if clause.particle is None else clause.particle) + 1
            draft.add_quality(subject, clause.name, (verb, end), QualityPosition.VERB)


def _objects(draft: Draft, verb: int) -> list[int]:
    """Head nouns of the things that the verb is done to."""
    tree = draft.tree
    if tree.deps[verb] == "acl:relcl" and tree.child(verb, *SUBJECTS) is not None:
        noun = tree.heads[verb]
        if noun in draft.at and has_relative_object(draft, verb):
            return draft.conjuncts(noun)  # "a hat that the man wears"
    found = [j for j in tree.children(verb) if tree.deps[j] == "obj"]
    if not found and tree.deps[verb] == "conj" and tree.is_verb(tree.heads[verb]) and not _has_oblique(draft, verb):
        found = [j for j in tree.children(tree.heads[verb]) if tree.deps[j] == "obj" and j > verb]
    if not found and not _has_oblique(draft, verb):
        return shared_objects(draft, verb)
    return [k for j in found for k in draft.conjuncts(j)]


def _has_oblique(draft: Draft, verb: int) -> bool:
    return any(j in draft.tree.prepositions for j in draft.tree.children(verb))


def _particle(draft: Draft, verb: int) -> int | None:
    """``picking up``: a word behind the verb that belongs to it and not to a preposition."""
    tree = draft.tree
    for j in tree.children(verb):
        if j <= verb or j in tree.prepositions or any(first <= j < end for first, end in tree.prepositions.values()):
            continue
        if tree.deps[j] == "compound:prt":
            return j
        if (
            j == verb + 1
            and tree.deps[j] in PARTICLE_LABELS
            and tree.lower[j] in PARTICLES_OF_VERBS
            and tree.tags[j] in PARTICLE_TAGS
        ):
            return j
    return None


def _add_states(clause: _Clause, subject: int) -> bool:
    """``the kitten looks sad``. True where the verb says nothing else."""
    for state in clause.states:
        name = clause.draft.tree.lower[state]
        clause.draft.add_quality(subject, name, (state, state + 1), QualityPosition.PREDICATE)
    return bool(clause.states) and clause.lemma in LOOKS_ALONE


def _add_objects(clause: _Clause, subject: int) -> bool:
    """``a man riding a horse``. True where there is one."""
    targets = [target for target in clause.objects if target != subject]
    wording = Wording(LinkForm.VERB_OBJECT, None, clause.verb, clause.auxiliaries, clause.particle)
    for target in targets:
        clause.draft.add_link(subject, clause.name, target, wording)
    return bool(targets)


def _add_gapped(clause: _Clause) -> None:
    """``the girl is holding a cup and the boy a plate``: the boy is holding it, with the girl's verb."""
    draft, tree = clause.draft, clause.draft.tree
    if "orphan" not in tree.deps or not clause.objects:
        return
    wording = Wording(LinkForm.VERB_OBJECT, None, clause.verb, clause.auxiliaries, clause.particle)
    for subject in tree.children(clause.verb):
        orphan = tree.child(subject, "orphan")
        if tree.deps[subject] == "conj" and subject in draft.at and orphan is not None:
            for target in draft.conjuncts(orphan):
                draft.add_link(subject, clause.name, target, wording)


def _add_obliques(clause: _Clause, subject: int) -> bool:
    """``a man sitting on a bench``; behind an object it is a place (``riding a horse on a beach``). True if any."""
    draft, tree = clause.draft, clause.draft.tree
    found = False
    for oblique in clause.obliques:
        words, preposition = tree.prepositions[oblique], tree.preposition(oblique) or ""
        unsaid = clause.verb in draft.unsaid  # "not wearing a shirt on a beach"
        after_object = clause.objects or unsaid or clause.goes_its_way() or clause.wears_a_color()
        if after_object or (preposition == "with" and oblique != clause.obliques[0]):
            predicate, wording = preposition, Wording(LinkForm.PLACE, words)
        else:
            form = LinkForm.PASSIVE if clause.passive() else LinkForm.VERB_PREPOSITION
            wording = Wording(form, words, clause.verb, clause.auxiliaries, clause.particle)
            predicate = f"{clause.name} {preposition}"
        for target in draft.conjuncts(oblique):
            if target != subject and target not in clause.objects:
                draft.add_link(subject, predicate, target, wording)
                found = True
    return found
