package dev.sextant.coordinator.starter;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Draws folders of images for tests. */
public final class Photographs {
    private Photographs() {}

    /**
     * Draws a class.
     *
     * @param shorterSide length of the images' shorter side, pixels
     */
    public static Path draw(Path folder, int images, int shorterSide) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < images; i++) {
            BufferedImage image =
                    new BufferedImage(shorterSide, shorterSide + shorterSide / 4, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = image.createGraphics();
            pen.setColor(new Color(folder.getFileName().hashCode() & 0xffffff));
            pen.fillRect(i % 4, i % 3, shorterSide / 2, shorterSide / 2);
            pen.dispose();
            ImageIO.write(image, "png", folder.resolve("%03d.png".formatted(i)).toFile());
        }
        return folder;
    }
}
