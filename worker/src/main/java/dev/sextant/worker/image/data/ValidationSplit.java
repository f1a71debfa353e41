package dev.sextant.worker.image.data;

import dev.sextant.common.files.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Split of the images into training, validation and test set: the same for all trials of a study, on every machine.
 *
 * <p>If the data has a validation part, that is the validation set, and all others but the test part train. Otherwise
 * each class is split on its own. Its n images are sorted by the SHA-256 of (split seed, name), where {@link SplitNames}
 * says what the name is.
 *
 * <ul>
 *   <li>Without folds the first {@code round(share * n)} validate. Halves are rounded up, and at least one image
 *       validates and at least one trains.
 *   <li>With folds those images validate whose position from 0 is {@code fold - 1} modulo {@code folds}.
 *   <li>The only image of a class always trains: a class that is never trained cannot be validated.
 * </ul>
 *
 * <p>Extra images always train.
 *
 * @param training indices in {@link ImageFolder#files}, ascending
 * @param validation indices in {@link ImageFolder#files}, ascending; may be empty
 * @param test indices in {@link ImageFolder#files}, ascending; may be empty
 * @param names names of the images
 * @param fingerprint SHA-256 of the names of the training and the validation images
 */
@SuppressWarnings("ArrayRecordComponent") // read by position, compared by fingerprint
public record ValidationSplit(int[] training, int[] validation, int[] test, SplitNames names, String fingerprint) {

    /**
     * Splits the images.
     *
     * @param skipped images that cannot be read and are in no set
     * @throws UnusableData if settings and data contradict each other
     */
    public static ValidationSplit of(
            ImageFolder folder, List<SkippedImage> skipped, DataSettings settings, SplitNames names)
            throws UnusableData {
        settings.check();
        boolean divided = folder.hasValidationPart();
        if (divided && settings.folds() > 0) {
            throw new UnusableData(
                    "folds",
                    "(" + settings.folds() + ") needs data without a validation part, but " + folder.uri()
                            + " has one; leave folds out, or remove the validation part");
        }
        Set<Integer> unreadable = new HashSet<>();
        skipped.forEach(image -> unreadable.add(image.file()));
        Set<Integer> validationSet = divided
                ? inParts(folder, unreadable, Set.of(DataSplit.VALIDATION))
                : chooseValidation(folder, unreadable, settings, names);
        Set<Integer> trainingSet =
                inParts(folder, unreadable, Set.of(DataSplit.ANY, DataSplit.TRAINING, DataSplit.EXTRA));
        trainingSet.removeAll(validationSet);
        int[] training = ascending(trainingSet);
        int[] validation = ascending(validationSet);
        return new ValidationSplit(
                training,
                validation,
                ascending(inParts(folder, unreadable, Set.of(DataSplit.TEST))),
                names,
                fingerprint(folder, names, training, validation));
    }

    /** Returns a split in which the validation set trains too and nothing validates. */
    public ValidationSplit trainingOnAll(ImageFolder folder) {
        int[] all = IntStream.concat(IntStream.of(training), IntStream.of(validation))
                .sorted()
                .toArray();
        return new ValidationSplit(all, new int[0], test, names, fingerprint(folder, names, all, new int[0]));
    }

    private static Set<Integer> chooseValidation(
            ImageFolder folder, Set<Integer> unreadable, DataSettings settings, SplitNames names) {
        Set<Integer> candidates = inParts(folder, unreadable, Set.of(DataSplit.ANY, DataSplit.TRAINING));
        Set<Integer> validation = new HashSet<>();
        for (int label = 0; label < folder.classes().size(); label++) {
            int currentLabel = label;
            List<Integer> shuffled = candidates.stream()
                    .filter(file -> folder.files().get(file).label() == currentLabel)
                    .sorted(Comparator.comparing(file ->
                            hash(settings.splitSeed(), names.of(folder.files().get(file)))))
                    .toList();
            validation.addAll(chooseValidation(shuffled, settings));
        }
        return validation;
    }

    /** Returns the validation images of a class. */
    private static List<Integer> chooseValidation(List<Integer> shuffled, DataSettings settings) {
        if (shuffled.size() < 2) {
            return List.of();
        }
        if (settings.folds() == 0) {
            long rounded = Math.round(settings.validationShare() * shuffled.size());
            return shuffled.subList(0, (int) Math.max(1, Math.min(shuffled.size() - 1L, rounded)));
        }
        List<Integer> fold = new ArrayList<>();
        for (int position = settings.fold() - 1; position < shuffled.size(); position += settings.folds()) {
            fold.add(shuffled.get(position));
        }
        return fold;
    }

    private static Set<Integer> inParts(ImageFolder folder, Set<Integer> unreadable, Set<DataSplit> parts) {
        Set<Integer> found = new HashSet<>();
        for (int file = 0; file < folder.files().size(); file++) {
            if (parts.contains(folder.files().get(file).part()) && !unreadable.contains(file)) {
                found.add(file);
            }
        }
        return found;
    }

    private static int[] ascending(Set<Integer> files) {
        return files.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    private static String hash(long splitSeed, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return Sha256.of(ByteBuffer.allocate(Long.BYTES + bytes.length)
                .putLong(splitSeed)
                .put(bytes)
                .array());
    }

    private static String fingerprint(ImageFolder folder, SplitNames names, int[] training, int[] validation) {
        StringBuilder text = new StringBuilder();
        IntStream.of(training).forEach(file -> text.append("t ")
                .append(names.of(folder.files().get(file)))
                .append('\n'));
        IntStream.of(validation).forEach(file -> text.append("v ")
                .append(names.of(folder.files().get(file)))
                .append('\n'));
        return Sha256.of(text.toString());
    }
}
