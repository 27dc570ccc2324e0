"""Text in the same font, size and language shares what Pango is told of them.

Replaces `Layout.setup`, which tells it anew for every line that is tried and every line that is drawn, four thousand times a report, and `strut`
where lines are laid out, which looks for what it knows by a text of fourteen values. What is told is read by Pango and never changed; there are
as many of them as stylesheet and drawings know fonts, and they go when the fonts go. A style keeps which of them is its own, and how high its
lines are.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any, Final

from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.line_break import Layout, font_features, get_font_description

FONT: Final = (
    "font_style",
    "font_stretch",
    "font_weight",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
    "font_variation_settings",
    "font_language_override",
    "lang",
)
SETTING: Final = itemgetter(
    *FONT,
    "direction",
    "font_size",
    "font_kerning",
    "white_space",
    "letter_spacing",
    "word_spacing",
    "overflow_wrap",
    "word_break",
    "hyphens",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
    "tab_size",
)
features_of: Final = itemgetter("font_kerning", *FONT[3:10])  # in the order in which `font_features` takes them
set_up_long_way: Final = Layout.setup
strut_long_way: Final = line_break.strut


def setting(style: Any) -> int:
    """Return the number of what decides how text of this style is set."""
    own = style.__dict__
    if "setting" not in own:
        known = style.font_config.__dict__.setdefault("settings", {})
        own["setting"] = known.setdefault((tuple(style["font_family"]), SETTING(style)), len(known))
    return own["setting"]  # type: ignore[no-any-return]  # because WeasyPrint carries no types


def strut(style: Any) -> Any:
    """Return how high a line of this style is, and where its letters stand."""
    own = style.__dict__
    if "strut" not in own:
        own["strut"] = strut_long_way(style)
    return own["strut"]


def set_up(self: Any, style: Any) -> None:
    """Make a Pango layout for text of this style."""
    if style["text_decoration_line"] != "none":
        set_up_long_way(self, style)  # which also measures where the lines go
        return
    known = style.font_config.__dict__.setdefault("told", {})
    key = setting(style)
    if key not in known:
        known[key] = _tell(style)
    context, self.language, description, features = known[key]
    self.style = style
    self.first_line_direction = 0
    self.ascent = self.underline_position = self.strikethrough_position = None
    self.layout = layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout, False)
    pango.pango_layout_set_font_description(layout, description)
    if features is not None:
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, features)
        pango.pango_layout_set_attributes(layout, attributes)


def _tell(style: Any) -> tuple[Any, Any, Any, Any]:
    """Return the context, the language, the font and the features that Pango is told for a style."""
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    name = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    if name:
        pointer, _text = unicode_to_char_p(name)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    else:
        language = pango.pango_language_get_default()
    wanted = font_features(*features_of(style))
    text = ",".join(f"{feature} {value}" for feature, value in wanted.items()).encode()
    features = style.font_config.font_features.setdefault(text, pango.pango_attr_font_features_new(text)) if wanted else None
    return context, language, get_font_description(style), features


REPLACEMENTS: Final = ((Layout, "setup", set_up), (inline, "strut", strut))
