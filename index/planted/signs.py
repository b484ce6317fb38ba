"""What gives a sentence away as written for a reader's assistant, and how much it says.

Weights are on one scale: ``PLANTED`` and more is an instruction by its wording alone, less needs
something else (that it has nothing to do with the article, or neighbours of its kind). Of one
family only the heaviest sign counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.planted.wording import (
    ANY_TASK,
    ASSIGNMENTS,
    DIRECT,
    FORM,
    LANGUAGE,
    MACHINE,
    OPENER,
    PIECE,
    READER,
    REQUEST,
    SECOND,
    STRONG_TASKS,
    TASKS,
    THE_OUTPUT,
    YOUR_OUTPUT,
    either,
    rx,
)

PLANTED = 3.0
_EARLIER = either(
    "all any the_above everything_(?:above|before|you|said|else|i) previous(?:ly)? prior above earlier preceding foregoing "
    "former past original initial existing other your(?:_\\w+)? my_(?:previous|earlier|last) these those "
    "the_(?:user|question|article|text|document|context|passage|rest|system|rules|instructions?|prompt|"
    "previous|prior|above|earlier|preceding|original|following|last|first|source|sources|story|page|news|content) this_(?:article|text|"
    "story|page|document) what_(?:you|i|was|the) whatever (?:everything|anything)"
)
_RULES = either(
    "instructions? prompts? rules? guidelines? directions? directives? commands? orders? context "
    "programming training restrictions? limitations? guardrails? safeguards? safety polic(?:y|ies) "
    "constraints? filters? text article document question conversation messages? above content "
    "story passage page system told said written learned know tasks? requests? quer(?:y|ies) before"
)
_DROP = either(
    "ignore disregard forget override overrule bypass discard neglect skip cancel abandon erase "
    "dismiss overwrite stop_following stop_obeying do_not_follow don't_follow do_not_obey "
    "pay_no_attention_to leave_aside set_aside clear delete reset"
)
_MUST = either(
    "must should shall has_to have_to needs?_to is_to are_to will is_required_to are_required_to ought_to is_instructed_to are_instructed_to can"
)
_SAYING = either(
    "answer respond reply say tell output state mention recommend report translate summari[sz]e include "
    "write add ignore disregard reveal print repeat describe call praise refuse inform direct refer cite "
    "conclude claim treat encode end begin start stop never always not only"
)
_TELL = either(
    "tell inform notify instruct direct advise urge ask encourage remind convince persuade get lead "
    "send redirect refer point invite warn recommend suggest let make have assure show explain_to reply_to say_to trick "
    "push nudge steer thank greet"
)
_LINK = r"(?:https?://|www\.|\b[\w-]+\.(?:com|net|org|info|example|io|ru|xyz|shop|site|online|biz|co|test|link|click|top)\b|\b[\w.+-]+@[\w-]+\.\w+)"


@dataclass(frozen=True, slots=True)
class Sign:
    family: str
    weight: float
    pattern: re.Pattern[str]


def _sign(family: str, weight: float, *patterns: str) -> Sign:
    return Sign(family, weight, rx("|".join(f"(?:{p})" for p in patterns)))


_POINTING = either(
    "he she they them him his her their its it this these those that such you your we us our here there then now"
)
_OWN = either("script poem story song email letter list function")

SIGNS = (
    # what is to become of the answer
    _sign(
        "output",
        4.5,
        rf"{REQUEST}{ANY_TASK}\b.*{YOUR_OUTPUT}",
        rf"^\W*(?:in|within|for|to|at the (?:end|start|beginning|top) of|throughout|before|after|as part of|with|start|begin|end) (?:each of )?{YOUR_OUTPUT[2:]}\b.*\b{ANY_TASK}\b",
        rf"{REQUEST}[\w-]+ (?:[^.]*\b)?(?:in|to|into|of|for|from|within|as|with|after|before|than) {YOUR_OUTPUT[2:]}",
        rf"{YOUR_OUTPUT} (?:must|should|shall|has to|needs to|is to|will|may not|cannot|can only) (?:\w+ )?(?:be|include|contain|mention|end|begin|start|rhyme|have|consist|not|only|say|use|always|never|avoid|recommend)\b",
    ),
    _sign(
        "output",
        3.5,
        rf"{REQUEST}(?:{STRONG_TASKS}|include|add|encode|put|give|change|convert|write|mention|begin|start|end|finish) (?:[^.]* )?(?:in|to|into|of|with|from|within)? ?{THE_OUTPUT[2:]}",
        rf"{REQUEST}(?:let|make|have) {YOUR_OUTPUT[2:]}",
        r"\bin (?:what(?:ever)? you (?:write|say|answer)|everything you (?:write|say))\b",
        r"\bwhen(?:ever)? (?:you |)(?:answer(?:ing)?|respond(?:ing)?|reply(?:ing)?|summari[sz](?:e|ing))\b",
        r"\b(?:before|after|instead of|rather than|while|without) (?:you )?(?:answer|respond|reply|summari[sz])(?:ing)?\b.*\b"
        + TASKS,
        rf"{REQUEST}{TASKS}\b.* (?:instead of|rather than|before|after|when you|while|and stop) (?:answer|respond|reply|summari[sz])",
    ),
    _sign(
        "output",
        4.0,
        rf"{REQUEST}(?:e-?mail|send|post|forward|upload|leak|share|copy|submit|transmit) (?:me |us )?(?:the|this|your|our|all|any) (?:\w+ )?(?:conversation|chat|answers?|prompts?|history|questions?|data|summary|instructions?|credentials|passwords?|keys?|messages)\b.*\b(?:to|at|via)\b",
    ),
    _sign("output", 1.5, YOUR_OUTPUT),
    # what was told before
    _sign(
        "override",
        5.0,
        rf"{REQUEST}{_DROP}\b (?:\w+ ){{0,2}}?{_EARLIER}\b(?:.{{0,40}}\b{_RULES}\b)",
        rf"{REQUEST}{_DROP} (?:the|this|that) (?:article|text|story|passage|document|question|prompt|user|context|page)\b",
        rf"{REQUEST}(?:stop|cease|quit|do not continue|don't continue|abort|end|finish) (?:\w+ly )?(?:summari[sz]ing|answering|reading|responding|replying|processing|translating|what you are doing|this task|the task|your task|the conversation)\b",
        rf"{SECOND}{_DROP} (?:\w+ ){{0,2}}?(?:all |any |the |your )?(?:previous|prior|above|earlier|preceding|original|other) (?:\w+ )?{_RULES}\b",
        r"^\W*(?:new|updated|revised|real|actual|secret|hidden|important|additional|special|true|override|admin) (?:instructions?|prompt|task|rules|orders|directives?|system prompt|command)\b\W*(?:[:.!-]|$|for|are|is|begin)",
        rf"{REQUEST}{_DROP} (?:everything|anything|all|what|whatever)\b.*\b(?:you|above|before|said|told|read|know|this|text|article)\b",
        r"\b(?:your|the|these|all|any) (?:\w+ )?(?:instructions|guidelines|rules|programming|restrictions) (?:above |before |so far )?(?:are|is|have been|has been|were|was|no longer) (?:now )?(?:replaced|void|cancelled|canceled|overridden|obsolete|superseded|changed|lifted|suspended|invalid|apply|updated|removed|wrong|outdated)",
        r"\bfrom (?:now|this (?:point|moment)) on(?:wards?)?,? (?:you|your|only|always|never|answer|respond|reply|speak|write|act|refuse|call|ignore|begin|start|end)\b",
    ),
    _sign(
        "override",
        3.0,
        r"\b(?:everything|the (?:text|article|document|story|content|page|passage)|what) (?:\w+ ){0,3}?(?:above|below|before|until now|so far|you (?:were given|have been given|received|read|just read))(?: this)? (?:is|was|are|were) (?:\w+ ){0,2}(?:false|fake|a test|only a test|irrelevant|outdated|out of date|wrong|untrue|obsolete|a joke|invalid|incorrect)",
        r"\b(?:end|beginning|start) of (?:the )?(?:document|article|context|prompt|text|input|instructions|system prompt|user input|data)\b\W*$",
        r"\b(?:system|admin(?:istrator)?|developer|debug|god|jailbreak|dan) (?:override|mode|prompt|message|notice|instruction|alert|command)\b",
    ),
    # whom it speaks to
    _sign(
        "machine",
        4.0,
        rf"^\W*(?:(?:dear|hey|hi|hello|ok|attention|note|notice|message|memo|reminder|warning|important|instructions?|directions?|information|a (?:note|message|word)|psst|listen|calling|this is)\W+)+(?:\w+ )?(?:to|for|from)? ?(?:the |all |any |every |my |our |you )*(?:\w+ )?{MACHINE}\b",
        rf"^\W*(?:if|since|because|as|when(?:ever)?) you(?: are|'re) (?:an? |the |any |another )?(?:\w+ ){{0,3}}?{MACHINE}\b",
        rf"(?:{OPENER}you(?: are|'re)(?: now| no longer| actually| really)?|{REQUEST}(?:act(?: as)?|behave|pretend|imagine|role-?\s?play|assume))\b(?: to be| that you are| you are| as| like)? (?:an? |the |my |called |named |if you were )*(?:\w+,? ){{0,4}}?(?:{MACHINE}|dan|linux terminal|terminal|interpreter|translator|pirate|hacker|jailbroken|unrestricted|persona|expert|wizard|poet|calculator)\b",
        rf"^\W*{MACHINE}\s*[:,!-]+ *(?:please |you |now |always |never |do not |don't |if |when |in |ignore |tell |{ANY_TASK}\b)",
        rf"^\W*(?:the |any |every |all |an? )*(?:\w+ )?{MACHINE}s? (?:\w+ ){{0,2}}?(?:that |which |who |when |while )?(?:is |are )?(?:read|process|summari[sz]|analy[sz]|pars|index|us|answer|scrap|review)(?:e|es|s|ing)?\b.*\b{_MUST}\b",
        r"\bas an ai (?:language )?model\b|\bas (?:an?|your) (?:helpful |ai |virtual )+assistant\b",
        r"\bi am (?:your|the) (?:developer|creator|programmer|administrator|admin|operator|owner|system)\b",
    ),
    _sign(
        "machine",
        3.0,
        rf"^\W*(?:the |any |every |all |an? |your )*(?:\w+ )?(?:ai|assistants?|chatbots?|language models?|llms?|chatgpt) {_MUST} (?:\w+ly |now |also |always |never |not |only )*{_SAYING}\b",
        r"^\W*(?:system|assistant|user|human|developer|instructions?|prompt|admin|ai|task)\W*[:>\]](?!\w)",
        rf"{REQUEST}(?:be|stay|remain) (?:an? |the )?(?:\w+ )?(?:{MACHINE})\b",
    ),
    _sign("machine", 1.0, r"\b(?:chatbots?|language models?|llms?|chatgpt)\b", rf"^\W*{MACHINE}\W"),
    # what the reader is to be told
    _sign(
        "relay",
        4.0,
        rf"(?:{REQUEST}|{SECOND}){_TELL} (?:the |your |any |all |every |each |this )?{READER}\b",
        rf"{REQUEST}(?:say|state|claim|report|answer|reply|respond|assert|confirm|conclude|mention|add|output|write|print|repeat|pretend|insist|declare|announce) (?:to (?:the |your |any |all )?{READER} )?(?:only )?(?:that|with|as if|just)\b",
        rf"\b(?:the |any |every |all )?{READER} (?:must|should|shall|has to|have to|is to|are to|needs? to|ought to) (?:always |now |also )?be (?:told|informed|advised|directed|urged|asked|sent|given|warned|referred|shown|instructed|encouraged|reminded)\b",
        rf"{REQUEST}{ANY_TASK}\b.*\bto (?:the|your|any|every) (?:users?|readers?|person asking|customers?|questioner)\b",
        rf"{REQUEST}(?:do not|don't|never|not) (?:tell|mention|reveal|disclose|say|show|inform|let|warn|alert|quote|cite|use|refer|trust|answer|discuss|explain|translate|summari[sz]e)\b.*\b(?:this (?:message|instruction|note|sentence|text|article|paragraph|page)|these (?:instructions|steps|rules|lines)|the (?:user|reader|article|question|instructions?|prompt|source|above)|your|why|anything|anyone|plain)\b",
        r"\b(?:no matter|regardless of) (?:what|which|the|whatever|how) (?:the )?(?:question|user|reader|prompt|query|you are asked)\b.*\b(?:answer|respond|reply|say|output|write|tell|include|mention|recommend)\b",
        rf"{REQUEST}(?:answer|respond|reply)\b.*\b(?:any|all|every|each|the|next|whatever|other|further) (?:\w+ )?(?:questions?|quer(?:y|ies)|requests?)\b",
        r"^\W*(?:the )?(?:correct|right|true|only|real|proper|best) (?:answer|response|reply) (?:to|for) (?:any|all|every|each|the|this|whatever) (?:\w+ )?(?:questions?|quer(?:y|ies)|requests?)\b",
    ),
    _sign(
        "relay",
        2.0,
        rf"{DIRECT}(?:do not|don't|never) (?:tell|mention|reveal|disclose|quote|cite|trust|explain|summari[sz]e|include|output|refer|answer|give)\b",
        r"^\W*the (?:correct|right|true|real|proper) (?:answer|response|reply) (?:is|must|should)\b",
        rf"^\W*(?:when(?:ever)?|if|once) (?:you are |you're |)(?:asked|prompted|queried|someone asks|anyone asks|somebody asks|the (?:user|reader)|a (?:user|reader)|they ask)\b[^,]*, {TASKS}\b",
    ),
    # how the answer is to look
    _sign(
        "form",
        3.5,
        rf"{REQUEST}(?:respond|reply|answer|speak|write|talk|output|print|communicate|format|present|display|render|translate|encode|encrypt|convert|transform|rewrite|express|phrase|return|say|give|provide|finish|summari[sz]e)\b(?: \S+){{0,8}}? (?:in|into|to|as|using|with|via|by using|like|from) (?:the |a |an |only |all |proper |pure |valid |strict )*(?:{LANGUAGE}|{FORM})\b",
        rf"{REQUEST}(?:respond|reply|answer|speak|write|talk|output|print)\b(?: only| just| exclusively| solely| nothing but| simply)? (?:backwards?|only|just|exclusively|nothing but|with only|with nothing|like an?|as an?|with (?:a|the|one|yes|no|only|just)\b|in (?:reverse|rhyme|verse))",
        rf"{REQUEST}(?:use|employ|apply|insert|add|include|speak|write|have)\b(?: \S+){{0,4}}? (?:{FORM})\b(?:.*\b(?:to|when|for|in|after|before|instead|every|your)\b)",
        rf"{REQUEST}(?:{ANY_TASK})\b.*\b(?:caesar|vigen[eè]re|atbash|rot-?13|base-?\d\d|substitution|morse|cipher)\b",
        rf"{REQUEST}(?:write|print|say|output|type|reply|respond|answer|display|return|repeat|put)\b(?: \S+){{0,3}}? the (?:words?|phrases?|sentences?|letters?|texts?|numbers?|strings?|message)\b(?! (?:of|on|in) the\b)",
        rf"{REQUEST}(?:say|write|print|output|answer|reply|type|respond)\b.*\b(?:and )?nothing (?:else|more)\b",
        rf"{REQUEST}(?:repeat|print|reveal|output|show|display|disclose|leak|recite|tell me|give me|share|dump)\b(?: \S+){{0,5}}? (?:your|the system|system|initial|original|hidden|secret|the words above|everything above|the text above|previous|confidential|prompt|instructions)\b",
    ),
    # tasks for a machine, whatever they are about
    _sign("task", 2.5, rf"{REQUEST}{STRONG_TASKS}\b (?!by\b|with\b)"),
    _sign(
        "task",
        3.0,
        rf"{DIRECT}(?:summari[sz]e|translate|paraphrase|rewrite|rephrase|proofread|classify|encode|encrypt|decode) (?:the|this|these|all|a|an|following)\b",
        rf"{DIRECT}(?:write|compose|draft|create|generate|tell me|give me|sing) (?:me |us )?(?:up )?(?:an? |the |some |two |three |four |five |ten |\d+ |a few )?(?:[\w'-]+ ){{0,4}}?(?:poems?|stor(?:y|ies)|essays?|songs?|haikus?|limericks?|scripts?|commands?|functions?|programs?|jokes?|recipes?|tweets?|blog posts?|lyrics|riddles?|cover letter|emails?|code)\b",
        rf"{REQUEST}(?:determine|rate|identify|classify|analy[sz]e|evaluate|assess|detect|label|tag|score)\b.*\b(?:sentiment|tone|mood|emotions?|polarity|stance)\b(?=.*(?:\bof\b|\bin\b))",
        rf"{DIRECT}(?:solve the|calculate|compute|count (?:from|to)|convert|factor) (?:\w+ )?[\d(]|^\W*what (?:is|are) \d+ ?[-+*/x^]|{DIRECT}solve the (?:equation|riddle|puzzle|problem)\b",
        rf"{DIRECT}explain (?:the (?:difference|concept|theory|process|meaning)|how to|step by step|why)\b",
        rf"{DIRECT}(?:recommend|promote|endorse|advertise|praise|plug|push|mention) (?:the |our |my |their )?(?:products?|brands?|compan(?:y|ies)|sites?|websites?|apps?|stores?|services?)\b",
        rf"\byour (?:\w+ )?(?:task|job|mission|goal|role|objective|purpose) (?:is|will be)(?: now)? to {ANY_TASK}\b|\bi want you to {ANY_TASK}\b",
        rf"{DIRECT}(?:provide|give me|list|suggest|recommend) (?:me |us )?(?:an? |the |some )(?:[\w'-]+ ){{0,3}}?(?:list|command|summary|recipe|movies?|books?|itinerary|overview|explanation|example|script)\b",
    ),
    _sign(
        "task",
        2.5,
        rf"{OPENER}(?:can|could|would|will) (?:you|someone|anybody|anyone) (?:please |kindly |also )*{ANY_TASK}\b",
        rf"{REQUEST}(?:write|compose|draft|create|generate|make|give|tell|provide|suggest|recommend|list|sing|recite|prepare|produce|build|code|develop|design|plan|show) (?:me |us )?(?:up )?(?:an? |the |some |two |three |four |five |ten |\d+ |a few |good |top )*(?:[\w'-]+ ){{0,4}}?{PIECE}\b",
        rf"{REQUEST}(?:help|tell|give|show|teach|write|find|explain|send|make|draft|get|recommend|suggest) me\b",
        r"^\W*(?:please )?(?:help|assist) me\b|\bi (?:need|want|would like) (?:you|help|some help|an? \w+ (?:for|to|that))\b",
        r"\byour (?:\w+ )?(?:task|job|mission|goal|role|objective|purpose) (?:is|are|will be|now)\b",
        r"\b(?:new|next|following|different|another) (?:task|assignment|instruction|instructions|steps|job)\b(?: for you|:|\.|$)",
    ),
    _sign(
        "task",
        2.0,
        rf"{DIRECT}(?:recommend|promote|endorse|advertise|praise|analy[sz]e|evaluate|explain|describe|list|provide|create|write|identify|compare|determine|suggest|calculate|outline)\b (?!by\b|to be\b|for\b|price|in\b)\S",
    ),
    _sign("task", 1.5, rf"{REQUEST}{ASSIGNMENTS}\b (?!by\b|to be\b|out\b)\S"),
    _sign(
        "task",
        1.0,
        rf"^(?!.*\b{_POINTING}\b)\W*(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|should|would|will|has|have)\b.*\?\W*$",
    ),
    _sign(
        "task",
        2.0,
        r"^\W*(?:how|what|where|which|when|why|can|could|should|may|do)\b.{0,40}?\b(?:can|could|do|should|would|may|must) (?:i|we)\b.*\?\W*$|^\W*(?:can|could|should|may|do) (?:i|we)\b.*\?\W*$",
        r"^\W*(?:what|which|who|where|how) .*\b(?:this weekend|near me|my (?:computer|phone|laptop|pc|documents?|files?|boss|wife|garden|homework))\b",
    ),
    # where the reader is to go, what to buy or give
    _sign(
        "lure",
        2.5,
        rf"(?:{REQUEST}|{SECOND})(?:visit|click|go to|check out|head (?:over )?to|open|follow|browse|download|install|sign up|register|subscribe|log ?in|enter|buy|order|purchase|claim|send|transfer|wire|pay|email|e-mail|call|text|contact|scan|invest|join|donate|use|try|get|navigate to|copy|paste|share|submit|upload|forward|post)\b.*{_LINK}",
        rf"{REQUEST}(?:send|transfer|donate|pay|deposit)\b.*\b(?:bitcoins?|btc|eth(?:er(?:eum)?)?|crypto\w*|gift cards?|usdt|coins?)\b.*\b(?:to|at|address|wallet)\b",
        rf"{REQUEST}(?:buy|purchase|claim|invest in|transfer|wire|enter|submit|confirm|verify|update)\b.*\b(?:now|today|coins?|bitcoins?|crypto\w*|password|passwords|credit card|card number|bank (?:details|account)|account|gift cards?|wallet|prize|winnings|discount|free|offer|social security|login|credentials|pin|api key|seed phrase)\b",
        rf"{REQUEST}(?:write|include|add|mention|recommend|promote|insert|append|give|quote|cite|show|display|output|print|say|put|place|advertise)\b.*{_LINK}",
    ),
    _sign(
        "lure",
        3.5,
        rf"{REQUEST}(?:visit|click|go to|check out|head (?:over )?to|open|sign up|register|subscribe|buy|order|claim|download|call|text)\b(?=.*(?:{_LINK}|\bhere\b|\bthis link\b)).*\b(?:win|prizes?|winnings|free|deals?|discounts?|offers?|exclusive|bonus|claim|gift|luxury|cheap|casino|profits?|rich|jackpot|lottery|coupons?|crypto|bitcoin|reward|voucher)\b",
    ),
    _sign(
        "lure",
        1.0,
        rf"{REQUEST}(?:visit|click|sign up|subscribe|register|buy|order|purchase|download|install|claim|invest)\b",
        r"\b(?:exclusive (?:deals?|offers?)|special offers?|limited time|free gift|claim your|your winnings|lottery winnings|promo(?:tional)? code|discount code|\d+% (?:off|discount)|guaranteed (?:returns?|profits?)|risk-free|too-good-to-be-true|act now|offer (?:ends|expires|is limited)|order now|buy now|click here|gift cards?)\b",
    ),
    # marks that only prompts and programs have
    _sign(
        "marks",
        4.0,
        r"<\|[\w ]{2,20}\|?>|\[/?inst\]|<</?sys>>|</?(?:system|instructions?|prompt|assistant|user|ai|admin|task|important|context|human|system_?prompt|s)\s*/?>",
        r"#{2,}\s*(?:instructions?|system|response|human|assistant|user|prompt|task|new|end|input|output)\b|^\W*\[(?:system|admin|instructions?|ai|assistant|prompt|note to|hidden|important|user|inst|task|override)\b[^\]]*\]",
        r"(?:={3,}|-{3,}|\*{3,}|#{3,})\s*(?:begin|end|start|new|system|instructions?|prompt|user|context|important)\b",
        r"!\[[^\]]*\]\(https?://[^)]*[?=&{]",
    ),
    _sign(
        "marks",
        2.0,
        r"```|<script\b|<!--|\brm -rf\b|\bsudo \w+|\bcurl (?:-\w+ )?https?:|^import \w+;?$|^from \w+ import \w+|\bos\.system\(|\bconsole\.log\(|\bprint\(|\bdef \w+\(|\bfunction \w*\(|\bselect \* from\b|\beval\(|\{\{.*\}\}",
        r"(?<![\w/.=-])(?=[a-z0-9+/]*\d)(?=[a-z0-9+/]*[a-z])[a-z0-9+/]{40,}={0,2}(?![\w/.-])",
    ),
)
"""Over ``Line.bare``; families add up."""

REASONS = {
    "output": "says what an assistant's answer is to look like",
    "override": "sets aside what the assistant was told",
    "machine": "speaks to an assistant",
    "relay": "says what readers are to be told",
    "form": "says in which form to answer",
    "task": "sets a task that has nothing to do with the article",
    "lure": "sends the reader elsewhere",
    "marks": "has marks that only prompts and programs have",
}


def weigh(*texts: str) -> dict[str, float]:
    """The heaviest sign of each family in a sentence, given in one or several readings.

    They are to be folded by ``surface.plain``.
    """
    found: dict[str, float] = {}
    for text in texts:
        for sign in SIGNS:
            if found.get(sign.family, 0.0) < sign.weight and sign.pattern.search(text):
                found[sign.family] = sign.weight
    return found
