"""How newsrooms write the names of months: in Indonesian and English, and in the languages of the news from abroad."""

from __future__ import annotations

_NAMES = """
januari january januar janvier enero gennaio janeiro styczeń stycznia leden ledna ocak tammikuu tammikuuta января
січня jan janv jän jänner ene gen يناير;
februari february pebruari februar février fevrier febrero febbraio fevereiro luty lutego únor února şubat helmikuu
helmikuuta февраля лютого feb peb févr fév fev febr فبراير شباط;
maret march märz maerz mars marzo março marco maart marts marzec marca březen března mart maaliskuu maaliskuuta марта
березня mar mrt mär mrz مارس آذار;
april avril abril aprile kwiecień kwietnia duben dubna nisan huhtikuu huhtikuuta апреля квітня apr avr abr أبريل ابريل
إبريل نيسان;
mei may mai mayo maggio maio maj maja květen května mayıs toukokuu toukokuuta мая травня mag مايو أيار;
juni june juin junio giugno junho czerwiec czerwca červen června haziran kesäkuu kesäkuuta июня червня jun giu يونيو
حزيران;
juli july juillet julio luglio julho lipiec lipca červenec července temmuz heinäkuu heinäkuuta июля липня jul juil lug
يوليو تموز;
agustus august août aout agosto augustus augusti sierpień sierpnia srpen srpna ağustos elokuu elokuuta августа серпня
agu agt ags agust aug ago أغسطس اغسطس آب;
september septembre septiembre setembro settembre wrzesień września září eylül syyskuu syyskuuta сентября вересня sept
sep set sett سبتمبر أيلول;
oktober october octobre octubre ottobre outubro październik października říjen října ekim lokakuu lokakuuta октября
жовтня okt oct ott out أكتوبر اكتوبر;
november nopember novembre noviembre novembro listopad listopada listopadu kasım marraskuu marraskuuta ноября
листопада nov nop نوفمبر;
desember december dezember décembre decembre diciembre dicembre dezembro grudzień grudnia prosinec prosince aralık
joulukuu joulukuuta декабря грудня des dec dez déc dic ديسمبر
"""

MONTHS = {name: number for number, names in enumerate(_NAMES.split(";"), start=1) for name in names.split()}
"""Their numbers, by name in lower case."""
