"""The grammar of CQL2 text (OGC 21-065r2, annex B) as far as it is answered here, for an LALR parser.

Left out, so that it is refused with its place: arithmetic, and functions other than those of the standard. Taken in
beyond the standard: a boolean property alone is a predicate, and ILIKE, which GDAL sends.
"""

from typing import Final

STRINGS: Final = {
    "cql2-text": r"/'(?:[^'\\]|''|\\.)*'/s",
    "cql-text": r"/'(?:[^']|'')*'/",
}
"""A text in quotes. The older `cql-text` knows no backslash, and GDAL, which speaks it, does not double one."""

NUMBER: Final = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"

GRAMMAR: Final = r"""
?start: either
?either: both | both (_OR both)+ -> either
?both: factor | factor (_AND factor)+ -> both
?factor: _NOT factor -> negated
       | "(" either ")"
       | predicate

?predicate: operand -> truth
          | operand COMPARE operand -> compared
          | operand _LIKE operand -> like
          | operand _NOT _LIKE operand -> not_like
          | operand _ILIKE operand -> ilike
          | operand _NOT _ILIKE operand -> not_ilike
          | operand _BETWEEN operand _AND operand -> between
          | operand _NOT _BETWEEN operand _AND operand -> not_between
          | operand _IN list -> is_in
          | operand _NOT _IN list -> not_in
          | operand _IS _NULL -> is_null
          | operand _IS _NOT _NULL -> not_null

?operand: STRING -> text
        | number -> amount
        | TRUE -> truthful
        | FALSE -> untruthful
        | property
        | INSTANT "(" STRING ")" -> instant
        | INTERVAL "(" side "," side ")" -> interval
        | NAME "(" [argument ("," argument)*] ")" -> call
property: NAME | QUOTED
?side: STRING | property
?argument: operand | list | shape
list: "(" operand ("," operand)* ")" | "(" ")"

number: SIGN? NUMBER
?shape: POINT "(" position ")" -> shape
      | LINESTRING path -> shape
      | POLYGON rings -> shape
      | MULTIPOINT points -> shape
      | MULTILINESTRING rings -> shape
      | MULTIPOLYGON polygons -> shape
      | GEOMETRYCOLLECTION "(" shape ("," shape)* ")" -> collection
      | BBOX "(" number ("," number)* ")" -> box
position: POSITION
path: "(" position ("," position)* ")"
points: "(" point ("," point)* ")"
?point: position | "(" position ")"
rings: "(" path ("," path)* ")"
polygons: "(" rings ("," rings)* ")"

_AND.3: /and(?![\w.:])/i
_OR.3: /or(?![\w.:])/i
_NOT.3: /not(?![\w.:])/i
_LIKE.3: /like(?![\w.:])/i
_ILIKE.3: /ilike(?![\w.:])/i
_BETWEEN.3: /between(?![\w.:])/i
_IN.3: /in(?![\w.:])/i
_IS.3: /is(?![\w.:])/i
_NULL.3: /null(?![\w.:])/i
TRUE.3: /true(?![\w.:])/i
FALSE.3: /false(?![\w.:])/i
INSTANT.3: /(?:date|timestamp)(?=\s*\()/i
INTERVAL.3: /interval(?=\s*\()/i
BBOX.3: /bbox(?=\s*\()/i
POINT.3: /point(?:\s*z)?(?=\s*\()/i
LINESTRING.3: /linestring(?:\s*z)?(?=\s*\()/i
POLYGON.3: /polygon(?:\s*z)?(?=\s*\()/i
MULTIPOINT.3: /multipoint(?:\s*z)?(?=\s*\()/i
MULTILINESTRING.3: /multilinestring(?:\s*z)?(?=\s*\()/i
MULTIPOLYGON.3: /multipolygon(?:\s*z)?(?=\s*\()/i
GEOMETRYCOLLECTION.3: /geometrycollection(?:\s*z)?(?=\s*\()/i
COMPARE: /<>|<=|>=|=|<|>/
SIGN: /[+-]/
NUMBER: /%(number)s/
POSITION: /[+-]?%(number)s\s+[+-]?%(number)s(?:\s+[+-]?%(number)s)?(?![\w.+-])/
NAME: /[^\W\d][\w.:]*|:[\w.:]+/
QUOTED: /"(?:[^"]|"")+"/
STRING: %(string)s
%%ignore /\s+/
"""

WORDS: Final = {
    "COMPARE": "a comparison (= <> < <= > >=)",
    "_AND": "AND",
    "_OR": "OR",
    "_LIKE": "LIKE",
    "_BETWEEN": "BETWEEN",
    "_IN": "IN",
    "_IS": "IS NULL",
    "_NOT": "NOT",
    "_NULL": "NULL",
    "NAME": "a property or function",
    "STRING": "a text in single quotes",
    "NUMBER": "a number",
    "POSITION": "a position (two numbers, or three)",
    "INSTANT": "a date",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": ",",
    "$END": "the end of the filter",
}
"""What may stand at a place, in words; terminals that are left out follow from these."""
