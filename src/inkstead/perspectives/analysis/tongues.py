"""What little of each language the analysis must know: its pronouns, how speech is reported, its commonest words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from inkstead.perspectives.analysis.keys import listed


@dataclass(frozen=True)
class Tongue:
    code: str
    common: frozenset[str]
    first: frozenset[str]
    """The narrator, in every case; also what is theirs."""
    second: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    they: frozenset[str]
    said: frozenset[str]
    """Verbs that report speech, in the forms that stories use."""
    i_said: frozenset[str] = frozenset()
    """Forms that can only be the narrator's, in languages that leave the pronoun out."""
    articles: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()
    present: frozenset[str] = frozenset()
    interjections: frozenset[str] = frozenset()
    """Capitalised at the head of a spoken line without being a name."""

    @cached_property
    def persons(self) -> dict[str, str]:
        """Every pronoun and possessive with whom it stands for."""
        told = ((self.they, "they"), (self.she, "she"), (self.he, "he"), (self.first, "I"))
        return {word: person for words, person in told for word in words}


ENGLISH = Tongue(
    "en",
    common=listed("the and of to a in that it was is for with as on at but not had have this be from by are were"),
    first=listed("i me my mine myself im i'm i'd i've i'll we us our ours ourselves"),
    second=listed("you your yours yourself"),
    he=listed("he him his himself"),
    she=listed("she her hers herself"),
    they=listed("they them their theirs themselves"),
    said=listed(
        "say says said ask asks asked reply replies replied answer answers answered whisper whispers whispered shout "
        "shouts shouted cry cries cried mutter mutters muttered murmur murmurs murmured repeat repeats repeated add "
        "adds added state states stated declare declares declared admit admits admitted snap snaps snapped call calls "
        "called tell tells told yell yells yelled scream screams screamed sob sobs sobbed sniffle sniffles sniffled "
        "spit spits spat continue continues continued begin begins began interrupt interrupts interrupted exclaim "
        "exclaims exclaimed observe observes observed remark remarks remarked return returns returned sigh sighs "
        "sighed laugh laughs laughed hiss hisses hissed growl growls growled plead pleads pleaded beg begs begged "
        "insist insists insisted explain explains explained agree agrees agreed suggest suggests suggested demand "
        "demands demanded breathe breathes breathed announce announces announced inquire inquired enquired rejoined "
        "retort retorted emphasize emphasizes emphasized pause pauses paused go goes went finish finishes finished"
    ),
    articles=listed("the a an"),
    past=listed("was were had did said went came took saw felt knew thought could would looked turned stood asked"),
    present=listed(
        "is are am has do does says goes comes takes feel feels see sees know knows can will look looks asks"
    ),
    interjections=listed(
        "yes no oh well look listen now please sorry thanks hey hi hello god right wait good what why who how when "
        "where then so and but if the this that these those there here he she it they we you i my your his her our "
        "their okay ok ah ha um hmm hush fine sure maybe perhaps never always nothing everything everyone everybody "
        "nobody somebody someone stop go come let don't do not or for in on at a an to come tell say give take enough "
        "really still only just once again later tomorrow today tonight yesterday morning evening night monday tuesday "
        "wednesday thursday friday saturday sunday january february march april may june july august september "
        "october november december dear all both none neither either some any one two three four five first second "
        "heaven lord christ jesus hell bless thank congratulations goodbye bye farewell welcome indeed certainly "
        "after before because since until while though although as by from with without of is are was were have has "
        "had will would can could shall should may might must too also very quite even much more most such same"
    ),
)
GERMAN = Tongue(
    "de",
    common=listed("der die das und ist nicht ein eine mit auf den dem von zu sich war als auch es an im wie aus noch"),
    first=listed("ich mich mir mein meine meinen meinem meiner meines wir uns unser unsere unseren"),
    second=listed("du dich dir dein deine ihr euch"),
    he=listed("er ihn ihm seine seinen seinem seiner sein"),
    she=listed("sie ihre ihrem ihren ihrer"),
    they=frozenset(),
    said=listed(
        "sage sagt sagte frage fragt fragte antworte antwortet antwortete flüstere flüstert flüsterte rufe ruft rief "
        "murmelte murmelt schrie schreit erwidert erwiderte meint meinte wiederholt wiederholte bat bittet erklärte "
        "erklärt schluchzte schluchzt fügte fuhr begann seufzte seufzt lachte lacht"
    ),
    articles=listed("der die das ein eine"),
    past=listed("war waren hatte hatten sagte ging kam sah stand wusste dachte konnte wollte fragte nahm machte"),
    present=listed("ist sind bin hat habe sagt gehe geht kommt sehe sieht weiß kann will fragt nimmt macht steht"),
    interjections=listed(
        "ja nein oh ach nun also bitte danke hallo gut warum was wer wie wo wann dann und aber wenn das die der es ich "
        "du er sie wir ihr mein dein sein unser vielleicht nie immer nichts alles niemand jemand doch komm geh halt"
    ),
)
FRENCH = Tongue(
    "fr",
    common=listed("le la les de des du et un une est que qui dans pas sur ne se ce pour avec au plus était il elle en"),
    first=listed("je j me m moi mon ma mes nous notre nos"),
    second=listed("tu te t toi ton ta tes vous votre vos"),
    he=listed("il lui"),
    she=listed("elle"),
    they=listed("ils elles leur leurs"),
    said=listed(
        "dit dis demande demanda demandai répond répondit réponds répondis murmure murmura murmurai crie cria criai "
        "souffle souffla soufflai chuchote chuchota chuchotai ajoute ajouta répète répéta répétai reprit soupire "
        "soupira s'écria lança fit dis-je déclare déclara avoue avoua"
    ),
    i_said=listed("demandai murmurai criai soufflai chuchotai répétai répondis"),
    articles=listed("le la l un une"),
    past=listed(
        "était étaient avait fut eut dit alla vint vit prit pouvait voulait savait regarda demanda étais avais"
    ),
    present=listed("est sont suis ai a dit va vient vois voit prend peut veut sais sait regarde demande fais fait"),
    interjections=listed(
        "oui non oh ah eh bien alors pourquoi quoi qui comment où quand mais et si le la les ce tu je il elle nous "
        "vous ils merci pardon bonjour adieu attends attendez viens allez allons peut-être jamais toujours rien tout"
    ),
)
SPANISH = Tongue(
    "es",
    common=listed("el la los las de que y en un una no se con por para su lo es del al como más pero estaba había le"),
    first=listed("yo me mi mis mí conmigo nos nosotros nuestra nuestro"),
    second=listed("tú te ti tu tus usted ustedes contigo"),
    he=listed("él"),
    she=listed("ella"),
    they=listed("ellos ellas"),
    said=listed(
        "dijo dije dice digo preguntó pregunté pregunta pregunto respondió respondí responde contestó contesté susurró "
        "susurré susurra susurro gritó grité grita murmuró murmuré murmura repitió repetí repite añadió añade admitió "
        "admití suspiró suspira exclamó exclama insistió insistí"
    ),
    i_said=listed("dije digo pregunté pregunto respondí contesté susurré susurro grité murmuré repetí admití insistí"),
    articles=listed("el la un una"),
    past=listed("estaba había era fue dijo tenía podía quería sabía miró vio hizo fui estuve tuve hice preguntó salió"),
    present=listed("está hay es soy dice tiene tengo puede puedo quiere quiero sabe sé mira veo hace hago estoy sale"),
    interjections=listed(
        "sí no oh ah bueno pues mira oye qué quién cómo dónde cuándo por y pero si el la los las eso esto yo tú él "
        "ella nosotros gracias perdón hola adiós espera ven vamos vete nunca siempre nada todo nadie quizá tal"
    ),
)
ITALIAN = Tongue(
    "it",
    common=listed("il la le di che e in un una non si con per lo è del al come più ma era aveva gli della nel sono"),
    first=listed("io mi me mio mia miei mie noi ci nostro nostra"),
    second=listed("tu te ti tuo tua voi vi vostro"),
    he=listed("lui egli"),
    she=listed("lei ella"),
    they=listed("loro essi"),
    said=listed(
        "disse dissi dice dico chiese chiesi chiede chiedo rispose risposi risponde rispondo sussurrò sussurrai "
        "mormorò gridò gridai ripeté ripetei aggiunse esclamò domandò domandai"
    ),
    i_said=listed("dissi dico chiesi chiedo risposi rispondo sussurrai gridai ripetei domandai"),
    articles=listed("il la lo un una"),
    past=listed("era aveva disse fu andò venne vide prese poteva voleva sapeva guardò chiese ero avevo"),
    present=listed("è ha sono ho dice va viene vedo vede prende può posso vuole voglio so sa guarda chiede"),
    interjections=listed(
        "sì no oh ah bene allora perché cosa chi come dove quando ma e se il la lo le questo io tu lui lei noi voi "
        "grazie scusa ciao addio aspetta vieni andiamo forse mai sempre niente tutto nessuno"
    ),
)
TONGUES = (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN)


def tongue_of(words: Counter[str], usual: Tongue = ENGLISH) -> Tongue:
    """The language whose commonest words are commonest here; the usual one unless another is clearly meant."""

    def heard(tongue: Tongue) -> int:
        return sum(words[word] for word in tongue.common & words.keys())

    likely = max(TONGUES, key=heard)
    return likely if heard(likely) > 1.5 * heard(usual) + 1 else usual
