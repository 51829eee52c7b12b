"""How answers are sent: headers, validators, compression, limits, failures, feeds over HTTP."""
