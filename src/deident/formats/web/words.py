"""The elements and attributes of HTML and SVG, by what they mean to a reader of the text."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS = _words(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html
    legend li link main menu meta nav noframes ol optgroup option p param pre search section
    select source style summary table tbody td tfoot th thead title tr track ul template iframe
    object video audio text desc metadata foreignobject svg symbol g defs switch marker flowroot
    flowpara flowregion xml w:worddocument o:documentproperties textarea noembed listing xmp
    plaintext
    """
)
"""Elements that end a line: a number does not go on over them."""

RAW = _words("script style xmp iframe noembed noframes plaintext")
"""Elements whose text is not markup, up to the end tag."""

DECODED_RAW = _words("title textarea")
"""The same, but for character references, which are decoded."""

VOID = _words(
    """
    area base br col embed hr img input link meta param source track wbr frame keygen
    """
)
"""Elements that hold nothing and have no end tag."""

FOREIGN = _words("svg math")
"""Elements in which the rules of XML hold."""

APART = _words("rt rp template")
"""Elements that are not part of the text around them."""

TABULAR = _words("tr td th")
"""The rows and cells of a table."""

PLACED = _words("table caption pre defs symbol")
"""Other blocks that say where a text stands, or how its blanks are shown."""

ENDING_EACH_OTHER = _words("p li dt dd tr td th option")
"""Elements that one of their own kind ends, where no end tag does."""

LISTS = _words("div section article ul ol dl select tr tbody thead tfoot table body")
"""Elements with which such elements end too."""

STROKES = _words("path polyline polygon use")
"""What a drawing draws with."""

SHOWN = _words(
    """
    alt title placeholder label summary abbr caption standby prompt aria-label aria-description
    aria-valuetext aria-roledescription aria-placeholder xlink:title
    """
)
"""Attributes that a browser may show as words."""

QUIET = _words(
    """
    class id style href src srcset width height align valign border bgcolor background cellpadding
    cellspacing colspan rowspan nowrap target rel rev type name for headers scope color face size
    lang xml:lang dir media sizes loading decoding crossorigin integrity referrerpolicy charset
    http-equiv method enctype action autocomplete tabindex role contenteditable draggable hidden
    checked selected disabled readonly multiple maxlength rows cols step min max wrap usemap ismap
    shape hspace vspace clear compact start frameborder scrolling marginwidth marginheight version
    xml:space xlink:href xlink:type datetime span fill stroke opacity preserveaspectratio offset
    aria-hidden aria-expanded aria-controls aria-labelledby aria-describedby aria-selected
    fill-rule clip-rule clip-path stroke-width stroke-linecap stroke-linejoin fill-opacity
    stroke-opacity font-size font-weight font-style text-anchor overflow display enable-background
    stop-color gradientunits gradienttransform patternunits maskunits filterunits spellcheck
    """
)
"""Attributes known to hold no prose: read where they hold what may be more than a setting."""

GEOMETRY = _words(
    """
    d points transform viewbox coords coordsize coordorigin path values keytimes keysplines x y dx
    dy x1 y1 x2 y2 cx cy r rx ry fx fy width height rotate textlength stroke-dasharray adj
    """
)
"""Attributes that hold coordinates: read where they hold a number no coordinate has."""
