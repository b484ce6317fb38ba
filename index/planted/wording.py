"""Words that requests to a reader's assistant are made of, as pieces of regular expressions."""

from __future__ import annotations

import re


def either(words: str) -> str:
    """One of some words; ``_`` stands for a blank."""
    return "(?:" + "|".join(word.replace("_", " ") for word in words.split()) + ")"


OPENER = (
    r"^\W*(?:(?:\d+|step \d+|[a-z])[.):] )?"
    + either(
        "please kindly now then also instead just simply first second third next finally so ok "
        "okay hello hi hey stop listen important attention urgent note warning nb ps p\\.s\\. and but "
        "yes well lastly afterwards always never do_not don't"
    ).replace("(?:", "(?:(?:", 1)
    + r"\W+)*"
)
"""How a request may begin before it comes to the point."""

_CLAUSE = (
    "(?:"
    + either(
        "if when whenever before after in as for from at while once instead_of rather_than "
        "regardless no_matter to with by on during upon starting because since"
    )
    + r"\b[^,.;:]{0,90}, )?"
)
_ASKING = either(
    "you_(?:now_)?(?:must|should|will|shall|have_to|need_to|are_to|ought_to|are_required_to) "
    "(?:can|could|would|will)_you i_(?:want|need|would_like|'d_like|order|command|ask)_you_to "
    "your_(?:\\w+_)?(?:task|job|goal|mission|role|instruction|instructions|duty|only_task)_(?:is|are)_(?:now_)?to "
    "make_sure_(?:to|you|that_you) be_sure_to remember_to do_not_forget_to don't_forget_to "
    "it_is_(?:important|essential|crucial|vital|mandatory|necessary)_(?:that_you|to) try_to "
    "you_(?:now_)?(?:always|only|never) let_us let's"
)
_POLITE = (
    "(?:(?:"
    + either("please kindly now then only always never just also not simply instead")
    + ",? )*)"
)
REQUEST = OPENER + _CLAUSE + "(?:" + _ASKING + " )?" + _POLITE
"""From the start of a sentence to the verb of a request."""

DIRECT = OPENER + "(?:" + either("please kindly") + " )?"
"""The same for a bare imperative."""

SECOND = r"(?:[,;:] |- |\b(?:and|then|or|but) )(?:(?:please|then|now|instead|also|just|only) )*"
"""Before a request that follows another one in the same sentence."""

OUTPUT = either(
    "answers? responses? repl(?:y|ies) outputs? summar(?:y|ies) completions? generations? "
    "messages? translations? write-?up text reporting reaction next_message chat conversation"
)
YOUR_OUTPUT = rf"\byour (?:[\w'-]+ ){{0,3}}?{OUTPUT}\b"
THE_OUTPUT = rf"\b(?:the|this|each|every|any|all|its) (?:[\w'-]+ ){{0,2}}?{OUTPUT}\b"

STRONG_TASKS = either(
    "summari[sz]e translate paraphrase rewrite rephrase encode encrypt decode decrypt generate "
    "compose respond output append insert integrate incorporate classify transcribe reformat "
    "simulate role-?play roleplay recite brainstorm debug autocomplete proofread hack print "
    "reply enumerate"
)
TASKS = either(
    "write create draft provide list analy[sz]e explain describe recommend suggest determine "
    "give tell show find identify compare calculate compute solve outline evaluate rate help "
    "add include enhance modify mention convert transform express present display invert flip "
    "swap scramble substitute replace reverse apply use embed slip promote advertise praise "
    "endorse repeat answer say state claim assert report confirm deny conclude count sort name "
    "define discuss design plan develop build make produce prepare predict estimate assess "
    "extract search look_up book order schedule tag label act pretend imagine speak talk sing "
    "begin start end finish conclude close work weave sneak bring invite switch change turn "
    "execute run open call send email post submit delete remove forward share fetch browse "
    "ignore disregard forget stop refuse avoid let keep put place attach cite quote link refer "
    "reference format render return shift encipher obfuscate hide conceal reveal disclose leak"
)
ANY_TASK = f"(?:{STRONG_TASKS}|{TASKS})"

ASSIGNMENTS = either(
    "write create draft provide list analy[sz]e explain describe recommend suggest determine give "
    "tell show find identify compare calculate compute solve outline evaluate rate add include "
    "convert transform apply substitute replace reverse promote advertise define discuss design "
    "plan develop build prepare predict estimate assess extract search look_up count sort name "
    "imagine act pretend ignore disregard forget answer say state claim repeat email send order "
    "book schedule delete fetch examine highlight review investigate research teach"
)
READER = either(
    "readers? users? humans? customers? audience person_(?:asking|reading|who\\w*) people_(?:asking|"
    "reading|who_(?:ask|read)) (?:who|any)(?:so)?ever_(?:asks?|reads?) anyone_(?:asking|reading|who_"
    "(?:asks|reads)) questioner asker visitor client end_users?"
)
MACHINE = either(
    "ai a\\.i\\. ais assistants? chat-?\\s?bots? bots? (?:large_)?language_models? llms? gpt(?:-?[\\d.]+o?)? "
    "chatgpt claude gemini copilot llama mistral deepseek siri alexa models? agents? "
    "(?:ai|virtual|digital|reader's|automated|artificial)_(?:assistants?|agents?|systems?|models?|"
    "bots?|tools?|readers?|reviewers?) summari[sz]ers? (?:answer|search|question-answering)_(?:engines?|"
    "bots?|systems?) news_bots? crawlers? scrapers? automated_systems? intelligence"
)
LANGUAGE = either(
    "english french german spanish italian portuguese dutch russian ukrainian polish czech greek "
    "turkish arabic hebrew persian farsi hindi urdu bengali tamil punjabi chinese mandarin "
    "cantonese japanese korean vietnamese thai indonesian malay tagalog swahili latin esperanto "
    "swedish norwegian danish finnish hungarian romanian bulgarian serbian croatian irish welsh "
    "catalan basque klingon elvish yiddish (?:a|an|some|any|one)_?(?:other|another|different|"
    "foreign)?_languages? another_language pig_latin"
)
FORM = either(
    "base-?\\s?\\d+ rot-?\\s?\\d+ hex(?:adecimal)? binary morse(?:_code)? json xml html yaml csv markdown "
    "latex leet(?:speak)? ascii unicode emojis? emoticons? (?:all_)?caps (?:all_)?capitals? "
    "capital_letters upper-?\\s?case lower-?\\s?case reverse(?:d)?(?:_order)? backwards? rhymes? rhyming verse haikus? "
    "limericks? (?:one|a_single|two|three|four|five|ten|a_few)_(?:words?|sentences?|letters?|lines?) bullet_points? "
    "the_(?:style|voice|tone|manner|role|persona)_of (?:a_)?(?:\\w+_)?(?:cipher|code) pirate_speak slang code "
    "(?:a|the|this)_(?:following_)?format riddles? lyrics iambic_pentameter"
)
PIECE = either(
    "poems? stor(?:y|ies) essays? songs? haikus? limericks? scripts? commands? functions? programs? "
    "codes? emails? e-mails? letters? lists? summar(?:y|ies) jokes? recipes? tweets? reviews? "
    "paragraphs? sentences? phrases? words? articles? blog_posts? lyrics puzzles? riddles? itinerar(?:y|ies) "
    "quer(?:y|ies) statements? lines? facts? table teaser slogan advertisements? ads? speech dialogue "
    "translation text message answers? response repl(?:y|ies) insights? examples? tips? steps? ways "
    "ideas? plan explanation overview definition recommendations? movies? books?"
)


def rx(pattern: str) -> re.Pattern[str]:
    """Compile; sentences are folded to lower case before."""
    return re.compile(pattern)


VERBS = frozenset(
    """summarize summarise translate paraphrase rewrite encode encrypt decode generate compose
    respond output append insert integrate incorporate classify simulate print reply write create
    draft provide list analyze analyse explain describe recommend suggest determine give tell show
    find identify compare calculate compute solve outline evaluate rate help add include enhance
    modify mention convert transform express present display invert flip swap scramble substitute
    replace reverse apply use embed slip promote repeat answer say state claim assert report begin
    start end ignore disregard forget stop pretend act imagine speak visit click please can could
    would if how what which who when where why you your do never always from in the new system
    attention dear note assistant any every users readers make let email send enter switch work
    bring invite draft put conclude finish instead""".split()
)
"""Words with which something new may begin in the middle of what looks like one sentence."""
