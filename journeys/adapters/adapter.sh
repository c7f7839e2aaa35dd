#!/bin/sh
# An adapter in shell: keeps each message as a line of the file that the first argument names.
# The key stands first in every line and goes back as it came, so nothing has to be unescaped.
while IFS= read -r line; do
    key=$(printf '%s\n' "$line" | sed 's/^{"key":"\(\([^"\\]\|\\.\)*\)".*/\1/')
    if printf '%s\n' "$line" >> "$1"; then
        printf '{"key":"%s","status":"sent"}\n' "$key"
    else
        printf '{"key":"%s","status":"retry","reason":"the file takes nothing","retry_after_ms":5000}\n' "$key"
    fi
done
