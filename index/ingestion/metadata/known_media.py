"""Names of well-known media that no word in them tells to be media, in lower case.

"The" stands only where the name would be an ordinary word without it; others may have it in a text.
"""

from __future__ import annotations

KNOWN_MEDIA = frozenset(
    line.strip()
    for line in """
    abc news
    aftenposten
    aftonbladet
    al arabiya
    al jazeera
    al jazeera english
    al-monitor
    anadolu
    asahi shimbun
    axios
    bbc
    bbc news
    berlingske
    bild
    bloomberg
    business insider
    buzzfeed news
    caixin
    cbc
    cbs news
    channel 4 news
    cnbc
    cnn
    corriere della sera
    dagbladet
    dagens nyheter
    de standaard
    de telegraaf
    de volkskrant
    der spiegel
    der standard
    deutsche welle
    deutschlandfunk
    die welt
    die zeit
    dw
    el clarín
    el espectador
    el mundo
    el país
    el universal
    engadget
    euronews
    expressen
    faz
    folha de s.paulo
    forbes
    foreign policy
    fox news
    france 24
    frankfurter allgemeine
    gazeta wyborcza
    haaretz
    handelsblatt
    helsingin sanomat
    hürriyet
    iltalehti
    interfax
    itar-tass
    itv news
    jutarnji list
    jyllands-posten
    kathimerini
    kommersant
    kyodo
    la croix
    la nación
    la repubblica
    la stampa
    la vanguardia
    le figaro
    le monde
    le parisien
    les echos
    libération
    mediapart
    meduza
    menafn
    middle east eye
    mother jones
    msnbc
    nbc news
    neue zürcher zeitung
    newsweek
    nhk
    nikkei
    nikkei asia
    npr
    nrc
    nrk
    o globo
    ouest-france
    pbs
    politico
    politiken
    propublica
    público
    radio free europe
    rai
    reuters
    rferl
    ria novosti
    rte
    rtve
    rzeczpospolita
    semafor
    sky news
    suspilne
    svenska dagbladet
    svt
    süddeutsche zeitung
    tagesschau
    tass
    techcrunch
    the atlantic
    the diplomat
    the hindu
    the intercept
    the new yorker
    the verge
    ukrainska pravda
    ukrinform
    vox
    wprost
    xinhua
    yle
    yonhap
    zdf
    """.splitlines()
    if line.strip()
)
