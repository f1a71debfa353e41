package dev.sextant.worker.image;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What lies in a data folder: one folder a class, images in it at any depth.
 *
 * <p>Classes and files are in the order of their names, so that every process sees the same indices. Names that begin with
 * a dot or an underscore are left out, and so are files beside the class folders.
 *
 * @param uri the folder, with scheme
 * @param classes names of the class folders
 * @param files of all classes
 * @param fingerprint SHA-256 of the folder's address and every file's name, length and time stamp
 */
record ImageFolder(String uri, List<String> classes, List<ImageFile> files, String fingerprint) {
    private static final String SETTING = "data";

    ImageFolder {
        classes = List.copyOf(classes);
        files = List.copyOf(files);
    }

    /**
     * Lists a folder.
     *
     * @param data a Hadoop path
     * @throws UnusableData when it is not there, holds fewer than two classes, or a class holds fewer than two files
     */
    static ImageFolder list(String data) throws UnusableData {
        try {
            return list(data, HadoopConfiguration.current());
        } catch (FileNotFoundException e) {
            throw new UnusableData(
                    SETTING,
                    "(" + data + ") does not exist; give the folder that holds one folder of images a class, "
                            + "at a path that driver and executors share",
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableData(
                    SETTING,
                    "(" + data + ") cannot be listed: " + e.getMessage() + "; check the path and its permissions",
                    e);
        }
    }

    private static ImageFolder list(String data, Configuration configuration) throws IOException, UnusableData {
        Path root = new Path(data);
        FileSystem files = root.getFileSystem(configuration);
        root = files.makeQualified(root);
        if (!files.getFileStatus(root).isDirectory()) {
            throw new UnusableData(
                    SETTING, "(" + data + ") is a file; give the folder that holds one folder of images a class");
        }
        List<Path> folders = Arrays.stream(files.listStatus(root))
                .filter(FileStatus::isDirectory)
                .map(FileStatus::getPath)
                .filter(path -> !isHidden(path.getName()))
                .sorted(Comparator.comparing(Path::getName))
                .toList();
        if (folders.size() < 2) {
            throw new UnusableData(
                    SETTING,
                    "(" + data + ") holds "
                            + (folders.isEmpty()
                                    ? "no class folder"
                                    : "only one class folder, " + folders.get(0).getName())
                            + "; at least two are needed, each with the images of one class");
        }
        List<ImageFile> found = new ArrayList<>();
        List<String> tooSmall = new ArrayList<>();
        for (int label = 0; label < folders.size(); label++) {
            int before = found.size();
            list(files, root, folders.get(label), label, found);
            if (found.size() - before < 2) {
                tooSmall.add(folders.get(label).getName());
            }
        }
        if (!tooSmall.isEmpty()) {
            throw new UnusableData(SETTING, tooFew(data, tooSmall));
        }
        List<String> classes = folders.stream().map(Path::getName).toList();
        return new ImageFolder(root.toString(), classes, found, fingerprint(root, found));
    }

    /** The message for classes that cannot be split into a training and a validation part. */
    static String tooFew(String data, List<String> classes) {
        return "(" + data + ") has fewer than two readable images in class "
                + classes.stream().limit(5).collect(Collectors.joining(", "))
                + (classes.size() > 5 ? " and " + (classes.size() - 5) + " more" : "")
                + "; a class needs at least two, one to train and one to validate: add images or remove the folder";
    }

    /** The content of one file. */
    static byte[] read(FileSystem files, String uri, ImageFile file) throws IOException {
        try (var in = files.open(new Path(uri + "/" + file.path()))) {
            return in.readAllBytes();
        }
    }

    /** The file system that the folder lies on. */
    FileSystem fileSystem() throws IOException {
        return new Path(uri).getFileSystem(HadoopConfiguration.current());
    }

    private static void list(FileSystem files, Path root, Path folder, int label, List<ImageFile> found)
            throws IOException {
        int prefix = root.toString().length() + 1;
        List<ImageFile> ofClass = new ArrayList<>();
        for (FileStatus file : filesBelow(files, folder)) {
            String path = file.getPath().toString().substring(prefix);
            if (Arrays.stream(path.split("/", -1)).noneMatch(ImageFolder::isHidden)) {
                ofClass.add(new ImageFile(path, label, file.getLen(), file.getModificationTime()));
            }
        }
        ofClass.sort(Comparator.comparing(ImageFile::path));
        found.addAll(ofClass);
    }

    /** Hadoop's own walk asks for permissions and owner as well, which on a local disk starts a process for every file. */
    private static List<FileStatus> filesBelow(FileSystem files, Path folder) throws IOException {
        List<FileStatus> found = new ArrayList<>();
        Deque<Path> folders = new ArrayDeque<>(List.of(folder));
        while (!folders.isEmpty()) {
            for (FileStatus entry : files.listStatus(folders.remove())) {
                if (entry.isDirectory()) {
                    folders.add(entry.getPath());
                } else {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }

    private static String fingerprint(Path root, List<ImageFile> files) {
        StringBuilder text = new StringBuilder(root.toString());
        for (ImageFile file : files) {
            text.append('\n').append(file.path()).append('\t').append(file.bytes());
            text.append('\t').append(file.modified());
        }
        return Digests.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
