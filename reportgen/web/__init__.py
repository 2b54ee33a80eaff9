"""网页：另一扇门，给不用终端的人。Starlette 和 uvicorn 只住在这里，用到才引入。

页面只在本机打开；YAML 文件仍是唯一的一份，页面交回来的每一处改动都并回它（source/merge.py）。
"""
