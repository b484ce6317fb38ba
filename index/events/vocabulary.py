"""Closed lists of English words that the reading of events needs."""

from __future__ import annotations

# Beside stop words: words of news prose that say nothing of what happened.
UNTELLING = frozenset(
    """
    said say says saying told tell also although among another around cannot else ever every
    however least less let like many many may much must near neither nor often others perhaps
    quite rather since shall still though thus toward towards upon via whether within without yet
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    sat sun today yesterday tomorrow tonight week weeks weekend month months day days year years
    january february march april june july august september october november december jan feb mar
    apr jun jul aug sept sep oct nov dec mr mrs ms dr lrb rrb
    """.split()
)

# What a person or body does when it speaks: the day beside such a verb is the day of the saying.
SAYING = (
    "said|says|say|told|tells|announced|announces|announce|warned|warns|stated|states|claimed|"
    "claims|reported|reports|added|adds|insisted|insists|confirmed|confirms|declared|declares|"
    "noted|notes|revealed|reveals|admitted|admits|acknowledged|testified|wrote|tweeted|posted|"
    "argued|reiterated|recalled|recalls|commented|disclosed|estimated"
)

# Words before a verb or a day that make it a plan, a duty or a threat.
FUTURE = (
    r"will|won['’]t|shall|['’]ll|would|may|might|could|should|must|"
    r"(?:is|are|was|were|be|been|being|get)\s+(?:also\s+|now\s+|still\s+|currently\s+|reportedly\s+)?"
    r"(?:set|due|scheduled|expected|slated|planned|planning|supposed|likely|going|poised|"
    r"preparing|hoping|aiming|ready|meant|able)(?:\s+to)?|"
    r"(?:is|are)\s+to|(?:plans?|planned|hopes?|hoped|intends?|intended|expects?|expected|aims?|"
    r"aimed|agreed|vowed|vows|pledged|threatened|threatens|promised|wants?|proposed|scheduled|"
    r"slated|due|set)\s+(?:to|for|on)|upcoming|ahead\s+of"
)
