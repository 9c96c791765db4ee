"""What every room stands on: events, policy, live news, Markdown, pages, pace. It knows no domain word."""
