"""Which sets train the weights, which only measure them, and why: the licence of each.

`READER` and `ENTAILMENT` name every public set that is learned from, with its licence and whom to
thank; `NEWS` the articles that our own questions are about; `LEFT_OUT` the sets that are not
learned from, with the reason. `train.card` writes the tables of the model card from these.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A set under `qa/` or `support/`: at most `rows` of it are taken, each `times` over."""

    name: str
    rows: int
    licence: str
    credit: str
    times: int = 1


READER = (
    Source("squad2_dev_part", 4000, "CC BY-SA 4.0", "SQuAD 2.0, Rajpurkar et al. 2018"),
    Source("squad_pieces", 6600, "CC BY-SA 4.0", "SQuAD 1.1 and 2.0, Rajpurkar et al."),
    Source("squad11_trainval", 4300, "CC BY-SA 4.0", "SQuAD 1.1, Rajpurkar et al. 2016"),
    Source("squad_sample900", 4800, "CC BY-SA 4.0", "SQuAD 1.1, Rajpurkar et al. 2016"),
    Source("squadshifts_wiki", 7900, "CC BY 4.0", "SQuADShifts, Miller et al. 2020"),
    Source("squadshifts_amazon", 1000, "CC BY 4.0", "SQuADShifts, Miller et al. 2020"),
    Source("squadshifts_reddit", 3000, "CC BY 4.0", "SQuADShifts, Miller et al. 2020"),
    Source("nq_oracle", 2700, "CC BY-SA 3.0", "Natural Questions; Liu et al. 2023 (MIT)"),
    Source("qed_nq", 1400, "CC BY-SA 3.0", "QED, Lamm et al. 2020; Natural Questions"),
    Source("qamr", 12000, "MIT; CC BY 2.5, CC BY-SA", "QAMR, Michael et al. 2018"),
    Source("timesensitiveqa", 3430, "BSD-3-Clause; CC BY-SA", "TimeSensitiveQA, Chen et al. 2021"),
    Source("condaqa", 532, "Apache-2.0", "CondaQA, Ravichander et al. 2022"),
    Source("selqa", 2600, "Apache-2.0", "SelQA, Jurczyk et al. 2016"),
    Source("yesno_boolq", 3000, "CC BY-SA 3.0", "BoolQ, Clark et al. 2019"),
    Source("yesno_condaqa", 3000, "Apache-2.0", "CondaQA, Ravichander et al. 2022"),
)
"""What the reader learns from; `selqa` has no passages, they are put together from its rows."""

ENTAILMENT = (
    Source("sufficient_facts", 3900, "CC BY-SA (FEVER, HoVer, VitaminC)", "Atanasova et al. 2022"),
    Source("fever_dev", 8000, "CC BY-SA 3.0", "FEVER, Thorne et al. 2018"),
    Source("fever_symmetric", 1416, "MIT; CC BY-SA 3.0", "Schuster et al. 2019"),
    Source("fool_me_twice", 5000, "Apache-2.0; CC BY-SA", "Eisenschlos et al. 2021"),
    Source("mnli_dev", 9800, "OANC licence, CC BY-SA parts", "MultiNLI, Williams et al. 2018"),
    Source("mnli_part", 1900, "OANC licence", "MultiNLI, Williams et al. 2018"),
    Source("cad_snli", 6000, "Apache-2.0; CC BY-SA 4.0", "Kaushik et al. 2020"),
    Source("snli_dev", 3900, "CC BY-SA 4.0", "SNLI, Bowman et al. 2015"),
    Source("med", 2000, "CC BY-SA 4.0", "MED, Yanaka et al. 2019"),
    Source("conjnli", 600, "MIT", "ConjNLI, Saha et al. 2020"),
    Source("bump", 1550, "MIT", "BUMP, Ma et al. 2023; texts CNN, Daily Mail"),
    Source("falke_pairs", 574, "CC BY-SA 4.0", "Falke et al. 2019; texts CNN, Daily Mail"),
    Source("xsumfaith", 450, "CC BY 4.0", "Maynez et al. 2020; texts BBC"),
    Source("factcg_doc", 2000, "MIT", "FactCG, Lei et al. 2025"),
    Source("factcheck_gpt", 1500, "Apache-2.0", "Factcheck-Bench, Wang et al. 2023"),
    Source("qa_feedback", 750, "Apache-2.0", "Wu et al. 2023; ASQA, Wikipedia"),
    Source("begin", 1600, "CC BY 4.0", "BEGIN, Dziri et al. 2022 (Wizard of Wikipedia rows)"),
    Source("alexa_dialog", 1300, "CC BY-SA 4.0", "Santhanam et al. 2021, Amazon"),
)
"""What entailment learns from."""

NEWS = {
    "timeline/haiti/articles.jsonl": ("T17, Tran et al. 2013", "texts of the outlets"),
    "timeline/bpoil/articles.jsonl": ("T17, Tran et al. 2013", "texts of the outlets"),
    "quotes/articles.jsonl": ("PolNeAR, Newell et al. 2018", "texts of seven outlets"),
    "timex/dev.jsonl": (
        "TimeBank and AQUAINT in TempEval-3, UzZaman et al. 2013",
        "texts of news agencies and papers, distributed by LDC",
    ),
    "world/articles.jsonl": ("Wikinews", "CC BY 2.5"),
}
"""Articles that questions of our own are about: whom to thank, and whose texts they are. Of all but
Wikinews, this project has places in the articles and no text; see the model card.
"""

LEFT_OUT = {
    "anli_dev, anli_test": "CC BY-NC 4.0",
    "averitec_dev": "CC BY-NC 4.0",
    "sick": "CC BY-NC-SA 3.0",
    "newsqa_windows": "Microsoft terms, research; CNN text",
    "wikiqa_train, wikiqa_devtest": "Microsoft Research Data License",
    "trecqa": "LDC and NIST terms",
    "robustqa_race": "RACE is for research",
    "ester": "text owned by LDC",
    "nanco_news": "for research, says its README",
    "realtimeqa": "no licence in the repository or its README; questions and text of publishers",
    "subjqa": "no licence stated; reviews of shops",
    "policyqa, covidqa, robustqa_duorc": "allowed, but far from news or too long for the time",
    "quoref_contrast, xquad_en": "allowed; kept for measuring",
    "robustqa_relation_extraction": "no licence stated",
    "summedits_*": "Apache-2.0, but its README says research only (made with OpenAI models)",
    "fib_*": "a licence for the software only, none for the data",
    "lfqa_verification": "no licence in the repository",
    "rte, rte123": "no licence stated; PASCAL data free for research",
    "climate_fever": "free for research, says the paper",
    "commitmentbank": "no licence; extracts of WSJ, BNC, Switchboard",
    "cliff_goyal, entfa_xsum, qags_xsum": "no licence in the repositories",
    "bizarro, monli": "no licence stated",
    "scitail_test": "allowed; school science, far from news",
}
"""Sets that are not learned from. Some of them serve as measuring sets in `evaluate.py`."""
