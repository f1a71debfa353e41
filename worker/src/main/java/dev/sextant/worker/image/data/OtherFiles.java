package dev.sextant.worker.image.data;

import java.util.Locale;
import java.util.Set;

/** Files that people keep beside images and that are none, by the ends of their names. */
final class OtherFiles {
    private static final Set<String> EXTENSIONS = Set.of(
            "txt", "md", "rst", "pdf", "html", "htm", "log", "doc", "docx", "csv", "tsv", "xls", "xlsx", "json",
            "jsonl", "xml", "yaml", "yml", "toml", "cfg", "conf", "ini", "db", "py", "ipynb", "m", "r", "sh", "bat",
            "zip", "tar", "gz", "tgz", "7z", "rar", "mat", "npy", "npz", "pkl", "pickle", "h5", "hdf5", "pt", "pth",
            "mp4", "avi", "mov", "mp3", "wav", "url", "lnk", "bak", "tmp");

    private static final Set<String> NAMES = Set.of("readme", "license", "licence", "copying", "notice", "makefile");

    private OtherFiles() {}

    /** Tells whether a name is that of a file of another kind. */
    static boolean isKnown(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int dot = lower.lastIndexOf('.');
        return dot < 0 ? NAMES.contains(lower) : EXTENSIONS.contains(lower.substring(dot + 1));
    }
}
