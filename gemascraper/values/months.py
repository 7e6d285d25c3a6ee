"""Names of months, as pages print them. To add one, add it in lower case to the end of its month's line."""

from __future__ import annotations

_INDONESIAN = """
januari    jan
februari   pebruari feb peb
maret      mar mrt
april      apr
mei
juni       jun
juli       jul
agustus    agu agt ags agust
september  sep sept
oktober    okt
november   nopember nov nop
desember   des
"""

_ENGLISH = """
january    jan
february   feb
march      mar
april      apr
may
june       jun
july       jul
august     aug
september  sep sept
october    oct
november   nov
december   dec
"""

_OTHER_LANGUAGES = """
januar janvier enero gennaio janeiro styczeń stycznia leden ledna ocak tammikuu tammikuuta января січня janv jän \
jänner ene gen يناير
februar février fevrier febrero febbraio fevereiro luty lutego únor února şubat helmikuu helmikuuta февраля лютого \
févr fév fev febr فبراير شباط
märz maerz mars marzo março marco maart marts marzec marca březen března mart maaliskuu maaliskuuta марта березня \
mär mrz مارس آذار
avril abril aprile kwiecień kwietnia duben dubna nisan huhtikuu huhtikuuta апреля квітня avr abr أبريل ابريل إبريل نيسان
mai mayo maggio maio maj maja květen května mayıs toukokuu toukokuuta мая травня mag مايو أيار
juin junio giugno junho czerwiec czerwca červen června haziran kesäkuu kesäkuuta июня червня giu يونيو حزيران
juillet julio luglio julho lipiec lipca červenec července temmuz heinäkuu heinäkuuta июля липня juil lug يوليو تموز
août aout agosto augustus augusti sierpień sierpnia srpen srpna ağustos elokuu elokuuta августа серпня ago أغسطس \
اغسطس آب
septembre septiembre setembro settembre wrzesień września září eylül syyskuu syyskuuta сентября вересня set sett \
سبتمبر أيلول
octobre octubre ottobre outubro październik października říjen října ekim lokakuu lokakuuta октября жовтня ott out \
أكتوبر اكتوبر
novembre noviembre novembro listopad listopada listopadu kasım marraskuu marraskuuta ноября листопада نوفمبر
décembre decembre diciembre dicembre dezember dezembro grudzień grudnia prosinec prosince aralık joulukuu joulukuuta \
декабря грудня déc dic dez ديسمبر
"""


def _lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().split("\n")]


MONTHS = {
    name: number
    for table in (_INDONESIAN, _ENGLISH, _OTHER_LANGUAGES)
    for number, names in enumerate(_lines(table), start=1)
    for name in names
}
"""Name or abbreviation, in lower case → number of the month, 1 to 12."""

INDONESIAN = tuple(names[0].capitalize() for names in _lines(_INDONESIAN))
"""Full names in Indonesian, ``Januari`` first."""
ENGLISH = tuple(names[0].capitalize() for names in _lines(_ENGLISH))
"""Full names in English, ``January`` first."""
