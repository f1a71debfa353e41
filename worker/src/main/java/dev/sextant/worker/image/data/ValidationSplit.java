package dev.sextant.worker.image.data;

import dev.sextant.common.files.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which images train and which validate: the same for every trial of a study, on every machine.
 *
 * <p>Where the data has a validation part, that validates and all others but the test part train. Else, in each class the
 * images that may validate are put in the order of the SHA-256 of (split seed, relative path), and the first {@code
 * round(share * n)} of n validate: halves are rounded up, and at least one image validates and one trains. With folds,
 * those validate whose place in that order is {@code fold - 1} modulo {@code folds}. Extra images always train.
 *
 * @param training indices in {@link ImageFolder#files}, ascending
 * @param validation indices in {@link ImageFolder#files}, ascending; none where everything trains
 * @param test indices in {@link ImageFolder#files}, ascending; perhaps none
 * @param fingerprint SHA-256 of the training and the validation images' paths
 */
@SuppressWarnings("ArrayRecordComponent") // read by position, compared by fingerprint
public record ValidationSplit(int[] training, int[] validation, int[] test, String fingerprint) {

    /** @throws UnusableData when settings and data contradict each other */
    public static ValidationSplit of(ImageFolder folder, List<SkippedImage> skipped, DataSettings settings)
            throws UnusableData {
        settings.check();
        boolean divided = folder.saysWhoValidates();
        if (divided && settings.folds() > 0) {
            throw new UnusableData(
                    "folds",
                    "(" + settings.folds() + ") needs data that is not divided already, but " + folder.uri()
                            + " says which images validate; leave folds out, or take the validation part away");
        }
        Set<Integer> unreadable = new HashSet<>();
        skipped.forEach(image -> unreadable.add(image.file()));
        Set<Integer> validating = divided
                ? ofPart(folder, unreadable, Set.of(DataSplit.VALIDATION))
                : chosen(folder, unreadable, settings);
        Set<Integer> learning = ofPart(folder, unreadable, Set.of(DataSplit.ANY, DataSplit.TRAINING, DataSplit.EXTRA));
        learning.removeAll(validating);
        int[] training = ascending(learning);
        int[] validation = ascending(validating);
        return new ValidationSplit(
                training,
                validation,
                ascending(ofPart(folder, unreadable, Set.of(DataSplit.TEST))),
                fingerprint(folder, training, validation));
    }

    /** All that train or validate train; nothing validates. */
    public ValidationSplit trainingOnAll(ImageFolder folder) {
        int[] all = IntStream.concat(IntStream.of(training), IntStream.of(validation))
                .sorted()
                .toArray();
        return new ValidationSplit(all, new int[0], test, fingerprint(folder, all, new int[0]));
    }

    private static Set<Integer> chosen(ImageFolder folder, Set<Integer> unreadable, DataSettings settings) {
        Set<Integer> candidates = ofPart(folder, unreadable, Set.of(DataSplit.ANY, DataSplit.TRAINING));
        Set<Integer> validating = new HashSet<>();
        for (int label = 0; label < folder.classes().size(); label++) {
            int ofClass = label;
            List<Integer> shuffled = candidates.stream()
                    .filter(file -> folder.files().get(file).label() == ofClass)
                    .sorted(Comparator.comparing(file ->
                            hash(settings.splitSeed(), folder.files().get(file).path())))
                    .toList();
            if (settings.folds() > 0) {
                for (int place = settings.fold() - 1; place < shuffled.size(); place += settings.folds()) {
                    validating.add(shuffled.get(place));
                }
            } else {
                long wanted = Math.round(settings.validationShare() * shuffled.size());
                validating.addAll(shuffled.subList(0, (int) Math.max(1, Math.min(shuffled.size() - 1L, wanted))));
            }
        }
        return validating;
    }

    private static Set<Integer> ofPart(ImageFolder folder, Set<Integer> unreadable, Set<DataSplit> parts) {
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

    private static String hash(long splitSeed, String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        return Sha256.of(ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(splitSeed)
                .put(name)
                .array());
    }

    private static String fingerprint(ImageFolder folder, int[] training, int[] validation) {
        StringBuilder text = new StringBuilder();
        IntStream.of(training).forEach(file -> text.append("t ")
                .append(folder.files().get(file).path())
                .append('\n'));
        IntStream.of(validation).forEach(file -> text.append("v ")
                .append(folder.files().get(file).path())
                .append('\n'));
        return Sha256.of(text.toString());
    }
}
