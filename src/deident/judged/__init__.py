"""One document found and decided: its decisions and masks, page by page.

`line` is what the line needs and no document brings along, `document` walks a document twice,
`rests` and `places` are what is kept between the walks and how places compare, `collecting` makes
room for millions of values.
"""

from deident.judged.collecting import seldom_collected
from deident.judged.document import Judged
from deident.judged.line import Line

__all__ = ["Judged", "Line", "seldom_collected"]
