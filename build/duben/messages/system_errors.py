"""What the operating system says of a failed call, in Chinese."""

from collections.abc import Mapping

SYSTEM_ERRORS: Mapping[str, str] = {
    "Permission denied": "没有权限",
    "Operation not permitted": "不允许这样做",
    "No such file or directory": "没有这个文件或文件夹",
    "Is a directory": "这是文件夹",
    "Not a directory": "不是文件夹",
    "File exists": "已经有同名的文件",
    "File name too long": "名字太长",
    "Invalid argument": "不能这样用",
    "No space left on device": "磁盘已满",
    "Disk quota exceeded": "超出了可用的空间",
    "Read-only file system": "这里只能读，不能写",
    "Input/output error": "磁盘读写出错",
    "Too many levels of symbolic links": "链接绕成了圈",
    "Too many open files": "打开的文件太多",
    "Device or resource busy": "正被别的程序占用",
    "Text file busy": "正被别的程序占用",
    "Stale file handle": "网络文件夹已断开",
    "Broken pipe": "接收的一方已关闭",
    "Cannot allocate memory": "内存不足",
    "Directory not empty": "文件夹里还有东西",
    "Invalid cross-device link": "不在同一个磁盘上",
    "not a revision": "这不是版本号",
    "git gave no reason": "git 没有说明原因",
    "not a regular file": "不是普通文件",
    "no regular file": "不是普通文件",
}
