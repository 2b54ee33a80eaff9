"""出：Document → Word、Markdown；Word → Document。不认识得分和 YAML。"""
