"""Lines that pages print between the lines of a story and that are not the story: advertising, sharing, paging."""

from __future__ import annotations

import re

_ADVERTISING = (
    r"advertisement\b.{0,60}$",
    r"(?:advertorial|iklan|adv|ads|loading\W*)$",
    r"scroll (?:(?:to|untuk) (?:continue|resume|melanjutkan|membaca)|ke bawah)\b.*$",
    r"hide ads$",
    r"baca berita (?:tanpa|dengan) \w+ ?iklan",
    r"sponsored|konten (?:ini )?(?:dari|produksi|bersponsor)",
    r"informasi pemasangan iklan|hubungi sales|butuh vpn",
)
_INVITES = r"(?:yuk|ayo|mari|silah?kan|simak|ikuti|baca|temukan|cek|klik|(?:ber)?gabung|follow|update|berita populer)\b"
_CHANNELS = (
    r"dapatkan (?:update )?(?:berita|informasi) \w+",
    r"(?:yuk,? )?(?:ikuti|follow) (?:terus )?(?:kami|berita|saluran)\b",
    rf"{_INVITES}.{{0,120}}\b(?:google news|(?:saluran|channel|grup) (?:wa|whatsapp|telegram))\b",
    r"cek berita dan artikel|gabung (?:grup|di|ke|dan)\b|follow\b.{0,40}(?:whatsapp|instagram|google news)",
    r"langganan google news|mau berita terbaru\b|update berita|breaking news setiap",
    r"yuk daftarkan|banyak orang hebat di sekitar kita|catatan: jika anda memiliki",
    r"download aplikasi|unduh aplikasi|jangan lupa (?:tonton|like|follow)",
    r"berita ini juga dapat dibaca melalui|akses \S+ melalui|redaksi: redaksi",
    r"follow us|s[ií]gu[ea]nos en\b|suivez-nous\b|folgen sie uns\b|seguici su\b",
)
_VIDEOS_AND_PICTURES = (
    r"\[gambas:[^\]]*\]?$|saksikan (?:video|live|juga|berita|tayangan)\b|tonton (?:juga|video)\b",
    r"lihat (?:foto|postingan ini|semua|selengkapnya)\b|klik (?:di sini|tautan)\b|zoom-?in|perbesar$",
    r"jangan lewatkan video\b|wird geladen",
)
_SHARING = (
    r"sebarkan artikel ini|bagikan(?: :| ke|$)|share(?: :| this|$)|tweet$|\d+ ?shares?$|liked this post|share this",
    r"(?:teilen mit|partager|compartir|compartilhar|condividi|udostępnij)\s*:|view comments",
)
_RIGHTS_AND_DATES = (
    r"copyright\b|©|hak cipta|all rights reserved",
    r"(?:artikel|berita) ini tayang\b.*$",
    r"(?:diperbarui|diterbitkan|dipublikasikan|terbit|published|updated)\b.{0,60}\d{4}.{0,20}$|posted by\b",
    r"(?:letzte (?:änderung|aktualisierung)|aktualisiert am|última actualización|mis à jour le)\b.{0,40}$",
    r"(?:sumber|source)(?: berita| tulisan)?\s*[:：].{0,80}$|publisher\s*:|(?:quelle|fuente|fonte)\s*[:：].{1,80}$",
)
_PAGING = (
    r"halaman\s*(?::|$)|.{0,60}\bhalaman (?:selanjutnya|berikutnya)\W*$|daftar isi\W*$",
    r"halaman sebelumnya$|selanjutnya$|sebelumnya$|next page|show all$|\d+ of \d+",
)
_LABELS = (
    r"(?:tim )?redaksi\W*$|(?:tags?|topik(?: terkait| pilihan)?|label|kata kunci)\s*:",
    r"(?:penulis|editor|reporter|pewarta)\s*$",
    r"(?:artikel|berita|video) (?:terkait|lainnya|pilihan|terpopuler)|(?:berita )?rekomendasi",
    r"also read|read (?:also|more|next)\b|see also|related(?: stories| articles)?:?$",
)
_SUBSCRIPTION = (
    r"(?:artikel|konten|berita) (?:ini )?(?:premium|khusus pelanggan)|berlangganan untuk\b|sudah berlangganan\b",
    r"sign up (?:for|to)\b|subscribe (?:to|now)\b",
)
_LINE = re.compile(
    r"^\W*(?:"
    + "|".join(
        [
            *_ADVERTISING,
            *_CHANNELS,
            *_VIDEOS_AND_PICTURES,
            *_SHARING,
            *_RIGHTS_AND_DATES,
            *_PAGING,
            *_LABELS,
            *_SUBSCRIPTION,
        ]
    )
    + ")",
    re.I,
)
_NOTICE = re.compile(
    r"^\W*(?:simak breaking news dan berita pilihan|dapatkan update berita pilihan|fakta atau hoaks\?|"
    r"dilarang keras mengambil|ikuti (?:hitung cepat|quick count|ulasan-ulasan)|silakan akses epaper|disadur dari\s*:|"
    r"(?:artikel|berita) ini (?:(?:sebelumnya|telah|sudah|pernah|pertama kali) )+(?:tayang|dimuat|terbit)\b|"
    r"(?:baca|simak|ikuti|temukan|dapatkan|update)\b[^.!?]{0,120}\b(?:google news|(?:channel|saluran|grup) "
    r"(?:whatsapp|telegram))\b|#[a-z]\w+(?: with \w+| #\w+)*$|uploader\s*:)",
    re.I,
)
"""What an outlet says of itself under its stories, in whole paragraphs too."""
_PAGE_MARK = re.compile(r"^\d+ dari \d+ halaman$|^halaman \d+ dari \d+$|^\d+\s*/\s*\d+$", re.I)
_NEXT_PAGE = re.compile(r"^\W*halaman (?:selanjutnya|berikutnya)\W*$", re.I)
_MAX_LINE, _MAX_NOTICE = 260, 600


def is_boilerplate(text: str) -> bool:
    """Whether a line of a story's box is not the story's, by how it begins.

    >>> is_boilerplate("ADVERTISEMENT"), is_boilerplate("Bagikan ke"), is_boilerplate("Iklan itu menarik, kata Rina.")
    (True, True, False)
    """
    if _PAGE_MARK.match(text) or (len(text) <= _MAX_LINE and _LINE.match(text)):
        return True
    return len(text) <= _MAX_NOTICE and bool(_NOTICE.match(text))


def leads_to_next_page(text: str) -> bool:
    """Whether a line is "Halaman selanjutnya", which the beginning of the next page's text may follow."""
    return bool(_NEXT_PAGE.match(text))
