package dev.sextant.worker.image.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Expected values: scipy 1.17.1, {@code ndimage.affine_transform(image, [[yy, yx], [xy, xx]], offset=[y0, x0],
 * order=1, mode, cval=128)}, with mode grid-constant for our constant.
 */
class WarpTest {
    private static final int FROM = 7;
    private static final int TO = 6;
    private static final Affine NEAR = new Affine(0.8, -0.5, 2.3, 0.4, 0.9, -1.2);
    private static final Affine FAR = new Affine(3.1, -1.5, -7.3, 1.4, 2.9, -9.2);

    @Test
    void fillsWithTheNearestPixel() {
        double[] expected = {
            85.1, 114.7, 144.3, 173.9, 176.7, 66.0, 66.6, 102.3, 156.3, 210.3, 187.5, 77.7, 84.7, 138.7, 192.7, 103.3,
            44.7, 98.7, 121.1, 175.1, 152.3, 88.5, 81.1, 135.1, 157.5, 191.0, 30.0, 63.5, 117.5, 171.5, 201.3, 140.4,
            45.9, 99.9, 153.9, 146.5
        };
        near(warp(NEAR, FillMode.NEAREST), expected);
    }

    @Test
    void fillsWithTheMirrorImage() {
        double[] expected = {
            97.3, 114.7, 144.3, 173.9, 176.7, 66.0, 66.6, 102.3, 156.3, 210.3, 187.5, 77.7, 84.7, 138.7, 192.7, 103.3,
            44.7, 98.7, 121.1, 175.1, 152.3, 88.5, 81.1, 135.1, 157.5, 191.0, 30.0, 63.5, 117.5, 171.5, 201.3, 140.4,
            45.9, 99.9, 153.9, 146.5
        };
        near(warp(NEAR, FillMode.REFLECT), expected);
        double[] farBeside = {
            54.0, 177.2, 77.1, 62.0, 91.3, 199.6, 147.1, 155.8, 134.9, 85.6, 133.2, 85.5, 73.4, 27.0, 114.7, 48.8,
            160.7, 156.0, 81.4, 181.9, 54.5, 63.6, 77.3, 67.7, 172.3, 116.4, 27.2, 221.0, 49.0, 45.0, 67.3, 195.1,
            150.5, 124.0, 169.7, 68.6
        };
        near(warp(FAR, FillMode.REFLECT), farBeside);
    }

    @Test
    void fillsWithGray() {
        double[] expected = {
            128.0, 125.3, 137.8, 173.9, 176.7, 84.6, 85.0, 102.3, 156.3, 210.3, 187.5, 77.7, 84.7, 138.7, 192.7, 103.3,
            44.7, 98.7, 121.1, 175.1, 152.3, 88.5, 81.1, 135.1, 157.5, 191.0, 30.0, 63.5, 117.5, 171.5, 186.6, 140.4,
            45.9, 99.9, 153.9, 146.5
        };
        near(warp(NEAR, FillMode.CONSTANT), expected);
    }

    private static float[] warp(Affine map, FillMode fill) {
        byte[] source = new byte[2 * FROM * FROM];
        for (int y = 0; y < FROM; y++) {
            for (int x = 0; x < FROM; x++) {
                source[FROM * FROM + y * FROM + x] = (byte) ((x * 37 + y * 61) % 256);
            }
        }
        float[] target = new float[3 + 2 * TO * TO];
        Warp.apply(map, fill, source, FROM, 2, target, 3, TO);
        return Arrays.copyOfRange(target, 3 + TO * TO, target.length);
    }

    private static void near(float[] image, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) image[i]).describedAs("pixel %d", i).isCloseTo(expected[i], within(0.06));
        }
    }

    @Test
    void leavesAnImageUnchangedWithoutRanges() {
        byte[] source = noise(9);
        float[] target = new float[9 * 9];
        Affine map = Affine.draw(Augmentation.named("none"), RandomStream.of(1, 2, 3), 9, 9);
        Warp.apply(map, FillMode.CONSTANT, source, 9, 1, target, 0, 9);
        for (int i = 0; i < target.length; i++) {
            assertThat(target[i]).isCloseTo(source[i] & 0xff, within(1e-3f));
        }
    }

    @Test
    void flipsAreMirrorImages() {
        Augmentation flips = new Augmentation.Builder()
                .flipHorizontal(true)
                .flipVertical(true)
                .fill(FillMode.CONSTANT)
                .build();
        byte[] source = noise(8);
        boolean[][] seen = new boolean[2][2];
        for (int image = 0; image < 40; image++) {
            Affine map = Affine.draw(flips, RandomStream.of(5, 1, image), 8, 8);
            boolean mirrored = map.xx() < 0;
            boolean turnedOver = map.yy() < 0;
            seen[mirrored ? 1 : 0][turnedOver ? 1 : 0] = true;
            float[] target = new float[64];
            Warp.apply(map, FillMode.CONSTANT, source, 8, 1, target, 0, 8);
            for (int y = 0; y < 8; y++) {
                for (int x = 0; x < 8; x++) {
                    int pixel = (turnedOver ? 7 - y : y) * 8 + (mirrored ? 7 - x : x);
                    assertThat(target[y * 8 + x]).isCloseTo(source[pixel] & 0xff, within(1e-3f));
                }
            }
        }
        assertThat(seen).isDeepEqualTo(new boolean[][] {{true, true}, {true, true}});
    }

    /** The determinant is the area of the source per pixel of the result. */
    @Property
    void zoomAndRotationStayInTheirRanges(@ForAll @IntRange(max = 100_000) int image) {
        Augmentation ranges = new Augmentation.Builder()
                .rotation(30)
                .shear(0.2)
                .zoomMin(0.8)
                .zoomMax(1.25)
                .flipVertical(true)
                .build();
        Affine map = Affine.draw(ranges, RandomStream.of(3, 4, image), 20, 10);
        double zoom = 2 / Math.sqrt(Math.abs(map.xx() * map.yy() - map.xy() * map.yx()));
        assertThat(zoom).isBetween(0.8 - 1e-9, 1.25 + 1e-9);
        assertThat(Math.abs(Math.toDegrees(Math.atan2(map.yx(), map.xx())))).isLessThanOrEqualTo(30);
        // The center stays, as there is no shift.
        assertThat(4.5 * (map.xx() + map.xy()) + map.x0()).isCloseTo(9.5, within(1e-9));
        assertThat(4.5 * (map.yx() + map.yy()) + map.y0()).isCloseTo(9.5, within(1e-9));
    }

    @Property
    void cropsLieInsideTheImage(@ForAll @IntRange(max = 100_000) int image) {
        Augmentation crop =
                new Augmentation.Builder().crop(0.1).fill(FillMode.CONSTANT).build();
        Affine map = Affine.draw(crop, RandomStream.of(3, 4, image), 32, 32);
        double area = map.xx() * map.yy();
        assertThat(area).isBetween(0.09, 1.0001);
        assertThat(map.xx() / map.yy()).isBetween(0.74, 1.34);
        for (double corner : new double[] {-0.5, 31.5}) {
            assertThat(map.xx() * corner + map.x0()).isBetween(-0.5 - 1e-9, 31.5 + 1e-9);
            assertThat(map.yy() * corner + map.y0()).isBetween(-0.5 - 1e-9, 31.5 + 1e-9);
        }
    }

    private static byte[] noise(int side) {
        RandomStream random = RandomStream.of(9, 9, 9);
        byte[] image = new byte[side * side];
        IntStream.range(0, image.length).forEach(i -> image[i] = (byte) random.nextInt(256));
        return image;
    }
}
