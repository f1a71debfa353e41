package dev.sextant.worker.image;

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
 * <p>In each class the images are put in the order of the SHA-256 of (split seed, relative path), and the first {@code
 * round(share * n)} of its n readable images validate: halves are rounded up, and at least one image validates and one
 * trains.
 *
 * @param training indices in {@link ImageFolder#files}, ascending
 * @param validation indices in {@link ImageFolder#files}, ascending
 * @param fingerprint SHA-256 of both parts' paths
 */
@SuppressWarnings("ArrayRecordComponent") // read by position, compared by fingerprint
record ValidationSplit(int[] training, int[] validation, String fingerprint) {

    /** @param share of each class that validates, between 0 and 1 */
    static ValidationSplit of(ImageFolder folder, List<SkippedImage> skipped, double share, long splitSeed) {
        Set<Integer> unreadable = new HashSet<>();
        skipped.forEach(image -> unreadable.add(image.file()));
        Set<Integer> validating = new HashSet<>();
        for (int label = 0; label < folder.classes().size(); label++) {
            int ofClass = label;
            List<Integer> shuffled = IntStream.range(0, folder.files().size())
                    .filter(file -> folder.files().get(file).label() == ofClass && !unreadable.contains(file))
                    .boxed()
                    .sorted(Comparator.comparing(
                            file -> hash(splitSeed, folder.files().get(file).path())))
                    .toList();
            long wanted = Math.round(share * shuffled.size());
            validating.addAll(shuffled.subList(0, (int) Math.max(1, Math.min(shuffled.size() - 1L, wanted))));
        }
        int[] training = IntStream.range(0, folder.files().size())
                .filter(file -> !unreadable.contains(file) && !validating.contains(file))
                .toArray();
        int[] validation =
                validating.stream().mapToInt(Integer::intValue).sorted().toArray();
        return new ValidationSplit(training, validation, fingerprint(folder, training, validation));
    }

    private static String hash(long splitSeed, String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        return Digests.sha256(ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(splitSeed)
                .put(name)
                .array());
    }

    private static String fingerprint(ImageFolder folder, int[] training, int[] validation) {
        StringBuilder text = new StringBuilder();
        for (int file : training) {
            text.append("t ").append(folder.files().get(file).path()).append('\n');
        }
        for (int file : validation) {
            text.append("v ").append(folder.files().get(file).path()).append('\n');
        }
        return Digests.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
