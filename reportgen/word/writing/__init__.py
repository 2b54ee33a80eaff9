"""出 Word：报告结构 → docx 的字节。"""
