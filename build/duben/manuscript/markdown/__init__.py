"""Markdown to blocks, each with its place in the author's file."""
