"""What one line says: labels, names, datelines, initials, credits. Text in, value out; nothing here knows a page."""
