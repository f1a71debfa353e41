package dev.sextant.worker.image.data;

import dev.sextant.common.files.Sha256;
import dev.sextant.common.text.ControlCharacters;
import dev.sextant.worker.checkpoint.HadoopFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Lists the images that a study's settings name. Used once, by one thread. */
final class ImageListing {
    private static final String DATA = "data";
    private static final String EXTRA = "extra_train";

    private final DataSettings settings;
    private final boolean isNew;
    private final Configuration configuration;
    private final List<LabeledFile> found = new ArrayList<>();
    private final Set<String> classes = new TreeSet<>();
    private int excluded;
    private int outsideClasses;
    private int otherFiles;
    private int repeated;

    /**
     * File with the name of its class.
     *
     * @param root URI that the path is relative to; empty if the path is a URI itself
     */
    record LabeledFile(String root, String path, String label, DataSplit part, FileStatus status) {
        boolean isListedByUri() {
            return root.isEmpty();
        }
    }

    /** @param isNew whether to refuse what is ambiguous, which a study that exists has settled */
    ImageListing(DataSettings settings, boolean isNew) {
        this.settings = settings;
        this.isNew = isNew;
        this.configuration = HadoopFiles.configuration();
    }

    ImageFolder list() throws UnusableData {
        settings.check();
        Path data = read(DATA, settings.data(), this::listData);
        if (settings.extraTrain().isPresent()) {
            read(EXTRA, settings.extraTrain().get(), this::listExtra);
        }
        checkClassNames();
        // An excluded image must not change the relative paths of the others.
        String commonFolder = commonFolder();
        if (settings.exclude().isPresent()) {
            String list = settings.exclude().get();
            Set<String> paths = read("exclude", list, path -> ExcludedImages.read(path, configuration));
            int before = found.size();
            ExcludedImages.remove(list, paths, found);
            excluded = before - found.size();
        }
        ImageFolder folder = folder(data, commonFolder);
        folder.checkClasses(Set.of(), "");
        return folder;
    }

    /** Returns the number of files that the study excludes. */
    int excluded() {
        return excluded;
    }

    /** Returns the number of files that lie beside the folders of the classes or parts, and belong to no class. */
    int outsideClasses() {
        return outsideClasses;
    }

    /** Returns the number of files in class folders whose names are not those of images. */
    int otherFiles() {
        return otherFiles;
    }

    /** Returns the number of links that lead to what is listed elsewhere. */
    int repeated() {
        return repeated;
    }

    /** Reads the folder or file at a path. */
    private interface PathReader<T> {
        T read(Path path) throws IOException, UnusableData;
    }

    private static <T> T read(String setting, String path, PathReader<T> reader) throws UnusableData {
        try {
            return reader.read(new Path(path));
        } catch (FileNotFoundException e) {
            throw new UnusableData(
                    setting,
                    "(" + path + ") does not exist; give "
                            + (setting.equals("exclude")
                                    ? "the list of images to leave out"
                                    : "the folder that holds one folder of images per class")
                            + ", at a path that driver and executors share",
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableData(
                    setting,
                    "(" + path + ") cannot be read: " + e.getMessage() + "; check the path and its permissions",
                    e);
        }
    }

    private Path listData(Path path) throws IOException, UnusableData {
        FileSystem files = path.getFileSystem(configuration);
        Path root = files.makeQualified(path);
        if (!files.getFileStatus(root).isDirectory()) {
            if (!root.getName().endsWith(".csv")) {
                throw new UnusableData(
                        DATA,
                        "(" + path + ") is a file; give the folder that holds one folder of images per class, or a "
                                + "file NAME.csv with the columns path and label");
            }
            found.addAll(LabelFile.read(root, settings.columns(), configuration));
            found.stream().filter(file -> file.part() != DataSplit.EXTRA).forEach(file -> classes.add(file.label()));
            checkClassCount("labels");
            checkTraining();
            return root;
        }
        FolderTree tree = new FolderTree(files, root);
        List<Path> folders = tree.foldersIn(root);
        outsideClasses = tree.filesIn(root).size();
        PartFolders layout = new PartFolders(tree, folders);
        Optional<SortedMap<DataSplit, Path>> parts = settings.classFolders() ? Optional.empty() : layout.parts();
        if (parts.isPresent()) {
            for (Path folder : folders) {
                outsideClasses += parts.get().containsValue(folder)
                        ? tree.filesIn(folder).size()
                        : tree.filesBelow(folder).size();
            }
            for (var part : parts.get().entrySet()) {
                addClasses(tree, root, part.getKey(), tree.foldersIn(part.getValue()));
            }
            checkClassCount("class folders in its training part");
            checkTraining();
        } else {
            if (isNew && !settings.classFolders()) {
                layout.checkAreClasses(path.toString());
            }
            addClasses(tree, root, DataSplit.ANY, folders);
            checkClassCount("class folders");
        }
        repeated = tree.repeated();
        return root;
    }

    private void addClasses(FolderTree tree, Path root, DataSplit part, List<Path> folders) throws IOException {
        String address = address(root);
        for (Path folder : folders) {
            if (part == DataSplit.ANY || part == DataSplit.TRAINING) {
                classes.add(folder.getName());
            }
            for (FileStatus file : tree.filesBelow(folder)) {
                if (OtherFiles.isKnown(file.getPath().getName())) {
                    otherFiles++;
                    continue;
                }
                String path = file.getPath().toString().substring(address.length() + 1);
                found.add(new LabeledFile(address, path, folder.getName(), part, file));
            }
        }
    }

    private Path listExtra(Path path) throws IOException, UnusableData {
        FileSystem files = path.getFileSystem(configuration);
        Path root = files.makeQualified(path);
        if (!files.getFileStatus(root).isDirectory()) {
            throw new UnusableData(
                    EXTRA, "(" + path + ") is a file; give a folder that holds one folder of images per class");
        }
        FolderTree tree = new FolderTree(files, root);
        List<Path> folders = tree.foldersIn(root);
        List<String> unknown = folders.stream()
                .map(Path::getName)
                .filter(name -> !classes.contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw new UnusableData(
                    EXTRA,
                    "(" + path + ") has folders for classes that data lacks: " + ImageFolder.abbreviated(unknown)
                            + "; name them after classes of data ("
                            + ImageFolder.abbreviated(List.copyOf(classes)) + ")");
        }
        // The paths begin with the folder's own name, so that they differ from those of data.
        addClasses(tree, Optional.ofNullable(root.getParent()).orElse(root), DataSplit.EXTRA, folders);
        return root;
    }

    /** Checks that the names of classes can stand on one line, as in {@code labels.txt}. */
    private void checkClassNames() throws UnusableData {
        for (String name : classes) {
            if (ControlCharacters.areIn(name)) {
                throw new UnusableData(
                        DATA,
                        "(" + settings.data() + ") has the class \"" + ControlCharacters.escaped(name)
                                + "\", whose name contains a control character or a line break; rename its folder, or"
                                + " correct its label in the CSV file");
            }
        }
    }

    private void checkClassCount(String noun) throws UnusableData {
        if (classes.size() < 2) {
            throw new UnusableData(
                    DATA,
                    "(" + settings.data() + ") holds "
                            + (classes.isEmpty()
                                    ? "no " + noun
                                    : "only one of the " + noun + " needed, "
                                            + classes.iterator().next())
                            + "; at least two are needed, each with the images of one class");
        }
    }

    private void checkTraining() throws UnusableData {
        Set<String> training = found.stream()
                .filter(file -> file.part() == DataSplit.TRAINING || file.part() == DataSplit.ANY)
                .map(LabeledFile::label)
                .collect(Collectors.toSet());
        for (DataSplit part : List.of(DataSplit.VALIDATION, DataSplit.TEST, DataSplit.EXTRA)) {
            List<String> untrained = found.stream()
                    .filter(file -> file.part() == part)
                    .map(LabeledFile::label)
                    .filter(label -> !training.contains(label))
                    .distinct()
                    .sorted()
                    .toList();
            if (!untrained.isEmpty()) {
                throw new UnusableData(
                        DATA,
                        "(" + settings.data() + ") has labels in its " + part.word() + " part that its training part "
                                + "lacks: " + ImageFolder.abbreviated(untrained)
                                + "; add training images of them, or remove them from the " + part.word() + " part");
            }
        }
    }

    /** Returns the URI of the deepest folder that holds all images listed by URIs, with a slash at its end. */
    private String commonFolder() {
        return found.stream()
                .filter(LabeledFile::isListedByUri)
                .map(LabeledFile::path)
                .map(path -> path.substring(0, path.lastIndexOf('/') + 1))
                .reduce(ImageListing::commonFolder)
                .orElse("");
    }

    private static String commonFolder(String one, String other) {
        int end = 0;
        for (int i = 0; i < Math.min(one.length(), other.length()) && one.charAt(i) == other.charAt(i); i++) {
            end = one.charAt(i) == '/' ? i + 1 : end;
        }
        return one.substring(0, end);
    }

    private ImageFolder folder(Path data, String commonFolder) {
        List<String> names = List.copyOf(classes);
        List<ImageFile> files = found.stream()
                .map(file -> new ImageFile(
                        file.root(),
                        file.path(),
                        file.isListedByUri() ? file.path().substring(commonFolder.length()) : file.path(),
                        names.indexOf(file.label()),
                        file.part(),
                        file.status().getLen(),
                        file.status().getModificationTime()))
                .toList();
        return new ImageFolder(data.toString(), names, files, fingerprint(data, files));
    }

    /** Returns a folder's URI without the slash that the root of a file system ends with. */
    static String address(Path folder) {
        String address = folder.toString();
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    private static String fingerprint(Path root, List<ImageFile> files) {
        StringBuilder text = new StringBuilder(root.toString());
        for (ImageFile file : files) {
            text.append('\n').append(file.path()).append('\t').append(file.bytes());
            text.append('\t').append(file.modified());
            if (file.part() != DataSplit.ANY) {
                text.append('\t').append(file.part().word()).append('\t').append(file.root());
            }
        }
        return Sha256.of(text.toString());
    }
}
