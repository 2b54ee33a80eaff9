"""系统错误：读写失败的原因用中文说，不随操作系统和它的语言变（Windows 给中文，Linux 给英文）。"""

from __future__ import annotations

import errno
import os

LONGEST_NAME = 255
"""常见的磁盘上，一个文件名最多的字节数；一个汉字三个字节。"""
REASONS = {
    errno.EACCES: "没有权限，或正被别的程序占用",
    errno.EPERM: "没有权限，或正被别的程序占用",
    errno.EBUSY: "正被别的程序占用",
    errno.ENOENT: "没有这个文件",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "快捷方式绕成了圈",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘是只读的",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
    errno.EINVAL: "文件名里有不能用的字符",
    errno.ENODEV: "这是设备或管道，不是普通的文件",
    errno.ENXIO: "这是设备或管道，不是普通的文件",
}


def reason(error: OSError) -> str:
    """一次读写失败的原因，不带文件名；没列出的错误只说编号。"""
    if error.errno == errno.ENAMETOOLONG and error.filename:
        longest = max(len(os.fsencode(part)) for part in os.fspath(error.filename).split(os.sep))
        if longest > LONGEST_NAME:
            return f"文件名太长，有 {longest} 个字节，最多 {LONGEST_NAME} 个"
    return REASONS.get(error.errno or 0, f"系统错误 {error.errno or type(error).__name__}")
