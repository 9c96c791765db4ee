"""How each language writes dates and times: `|date:"DATETIME_FORMAT"` in a template finds its pattern here."""
