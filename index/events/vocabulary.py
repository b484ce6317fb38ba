"""Closed lists of English words that the reading of events needs."""

from __future__ import annotations

STOP_WORDS = frozenset(
    """
    a about above after again against all also although am among an and any are aren't as at
    be because been before being below between both but by can can't cannot could couldn't did
    didn't do does doesn't doing don't down during each either else ever every few for from
    further had hadn't has hasn't have haven't having he he'd he'll he's her here hers herself
    him himself his how however i i'd i'll i'm i've if in into is isn't it it's its itself just
    least less let like many may me might more most much must my myself near neither no nor not
    now of off often on once one only onto or other others our ours ourselves out over own per
    perhaps quite rather said same say saying says shall she she'd she'll she's should shouldn't
    since so some such than that that's the their theirs them themselves then there these they
    they'd they'll they're they've this those through thus to told too under until up upon us
    very via was wasn't we we'd we'll we're we've well were weren't what when where whether
    which while who whom whose why will with within without won't would wouldn't yet you you'd
    you'll you're you've your yours yourself monday tuesday wednesday thursday friday saturday
    sunday mon tue tues wed thu thur thurs fri sat sun today yesterday tomorrow tonight week
    weeks weekend month months day days year years mr mrs ms dr lrb rrb s t d ll re ve
    january february march april june july august september october november december jan feb
    mar apr jun jul aug sept sep oct nov dec
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
