package dev.sextant.worker.image.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** Tells whether the folders in a data folder are parts of the data, such as {@code train}, or classes. */
final class PartFolders {
    private static final int MIN_SHARED_CLASSES = 2;

    private final FolderTree tree;
    private final List<Path> folders;

    PartFolders(FolderTree tree, List<Path> folders) {
        this.tree = tree;
        this.folders = folders;
    }

    /**
     * Returns the folders of the parts; empty if the folders are classes. They are parts if they have the names of a training
     * part, at least one other part and nothing else: "train" may also be a class. With names like {@code seg_train}, or
     * further folders, they are parts if the training part and each other part have classes in common, and no further folder
     * has images of these classes.
     */
    Optional<SortedMap<DataSplit, Path>> parts() throws IOException {
        SortedMap<DataSplit, Path> named = new TreeMap<>();
        List<Path> others = new ArrayList<>();
        boolean exact = true;
        for (Path folder : folders) {
            Optional<DataSplit> part = part(folder.getName());
            exact &= part.isPresent() && DataSplit.of(folder.getName()).equals(part);
            if (part.isEmpty()) {
                others.add(folder);
            } else if (named.put(part.get(), folder) != null) {
                return Optional.empty();
            }
        }
        if (named.size() < 2 || !named.containsKey(DataSplit.TRAINING)) {
            return Optional.empty();
        }
        return exact || haveClassesInCommon(named, others) ? Optional.of(named) : Optional.empty();
    }

    /** Returns the part that exactly one kind of word in a name stands for, as in {@code Training_Set}. */
    private static Optional<DataSplit> part(String name) {
        Set<DataSplit> parts = Arrays.stream(name.split("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})", -1))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .flatMap(word -> DataSplit.of(word).stream())
                .filter(part -> part != DataSplit.EXTRA)
                .collect(Collectors.toSet());
        return parts.size() == 1 ? Optional.of(parts.iterator().next()) : Optional.empty();
    }

    private boolean haveClassesInCommon(SortedMap<DataSplit, Path> named, List<Path> others) throws IOException {
        Set<String> trained = names(tree.foldersIn(named.get(DataSplit.TRAINING)));
        for (Path part : named.values()) {
            if (names(tree.foldersIn(part)).stream().noneMatch(trained::contains)) {
                return false;
            }
        }
        for (Path other : others) {
            for (Path folder : tree.foldersIn(other)) {
                if (trained.contains(folder.getName()) && hasImages(folder)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean hasImages(Path folder) throws IOException {
        return tree.filesBelow(folder).stream()
                .anyMatch(file -> !OtherFiles.isKnown(file.getPath().getName()));
    }

    /**
     * Checks that the folders, which are taken for classes, do not look like parts: each holds only folders, and two of them
     * hold folders of the same names.
     *
     * @throws UnusableData if they do
     */
    void checkAreClasses(String data) throws IOException, UnusableData {
        Map<String, List<String>> parents = new LinkedHashMap<>();
        for (Path folder : folders) {
            List<Path> inside = tree.foldersIn(folder);
            boolean holdsImages = tree.filesIn(folder).stream()
                    .anyMatch(file -> !OtherFiles.isKnown(file.getPath().getName()));
            if (holdsImages) {
                return;
            }
            inside.forEach(each -> parents.computeIfAbsent(each.getName(), name -> new ArrayList<>())
                    .add(folder.getName()));
        }
        Set<String> shared = new TreeSet<>();
        Set<String> sharing = new TreeSet<>();
        parents.forEach((name, in) -> {
            if (in.size() > 1) {
                shared.add(name);
                sharing.addAll(in);
            }
        });
        if (shared.size() >= MIN_SHARED_CLASSES) {
            throw new UnusableData(
                    "data",
                    "(" + data + ") has the folders " + ImageFolder.abbreviated(List.copyOf(sharing))
                            + ", which hold folders of the same names (" + ImageFolder.abbreviated(List.copyOf(shared))
                            + "): they look like parts of the data and not like classes; rename them to train, validation"
                            + " and test, or set layout: classes if each is a class");
        }
    }

    private static Set<String> names(List<Path> folders) {
        Set<String> names = new HashSet<>();
        folders.forEach(folder -> names.add(folder.getName()));
        return names;
    }
}
