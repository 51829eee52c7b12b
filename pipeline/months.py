"""The names of months in the languages of news, lower case, as dates print them."""

_NAMES = """
january jan januar jänner jän janvier janv januari enero ene janeiro gennaio gen ocak oca stycznia styczeń sty
 января январь янв січня leden ledna január januára tammikuuta tammikuu ianuarie ian ιανουαρίου ιαν siječnja
 gener sausio janvāris jaanuar يناير
february feb februar februari février févr fév febrero febbraio fevereiro fev şubat şub lutego luty lut
 февраля февраль фев февр лютого únor února február februára helmikuuta helmikuu februarie φεβρουαρίου φεβ
 veljače febrer vasario februāris veebruar pebruari فبراير
march mar märz mär mrz mars marzo março maart mrt maret mac mart marca marzec марта март мар березня březen
 března marec március maaliskuuta maaliskuu martie μαρτίου μαρ ožujka març kovo marts märts مارس
april apr avril avr abril abr aprile nisan nis kwietnia kwiecień kwi апреля апрель апр квітня duben dubna
 apríl apríla április huhtikuuta huhtikuu aprilie απριλίου απρ travnja balandžio aprīlis aprill أبريل ابريل
may mai mayo maio maggio mag mei mayıs maja maj мая май травня květen května máj mája május toukokuuta
 toukokuu μαΐου μαϊ svibnja maig gegužės maijs مايو
june jun juni juin junio junho giugno giu haziran haz czerwca czerwiec cze июня июнь июн червня červen června
 jún júna június kesäkuuta kesäkuu iunie ιουνίου ιουν lipnja juny birželio jūnijs juuni يونيو
july jul juli juillet juil julio julho luglio lug temmuz tem lipca lipiec lip июля июль июл липня červenec
 července júl júla július heinäkuuta heinäkuu iulie ιουλίου ιουλ srpnja juliol liepos jūlijs juuli يوليو
august aug août agosto ago augustus agustus agu agt ogos ağustos ağu sierpnia sierpień sie августа август авг
 серпня srpen srpna augusta augusztus elokuuta elokuu αυγούστου αυγ kolovoza agost rugpjūčio augusts أغسطس
september sept sep septembre septiembre setiembre settembre set setembro eylül eyl września wrzesień wrz
 сентября сентябрь сен сент вересня září septembra szeptember syyskuuta syyskuu septembrie σεπτεμβρίου σεπ
 rujna setembre rugsėjo septembris سبتمبر
october oct oktober okt octobre octubre ottobre ott outubro out ekim eki października październik paź октября
 октябрь окт жовтня říjen října október októbra lokakuuta lokakuu octombrie οκτωβρίου οκτ oktobra spalio
 oktobris oktoober أكتوبر
november nov novembre noviembre novembro kasım kas listopada listopad lis ноября ноябрь ноя нояб
 novembra marraskuuta marraskuu noiembrie νοεμβρίου νοε studenoga lapkričio novembris نوفمبر
december dec dezember dez décembre déc diciembre dic dicembre dezembro desember des aralık ara grudnia
 grudzień gru декабря декабрь дек грудня prosinec prosince decembra joulukuuta joulukuu
 decembrie δεκεμβρίου δεκ
 prosinca desembre gruodžio decembris detsember ديسمبر
"""
_MONTH_STARTS = tuple(line for line in _NAMES.replace("\n ", " ").strip().split("\n"))

MONTHS = {name: number for number, names in enumerate(_MONTH_STARTS, 1) for name in names.split()}
"""Month by name. Where two languages differ (listopad) the one of more newspapers holds."""
