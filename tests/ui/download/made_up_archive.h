#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <QByteArray>
#include <QList>
#include <QString>

#include "ui/download/cifar10_archive.h"

namespace secateur::test {

struct ArchiveEntry {
    QByteArray name;
    QByteArray content;
    QByteArray linkTo = {};  ///< a symbolic link, then
};

/// Batches of 3,073 bytes: one record each.
inline Cifar10Layout smallLayout() {
    return {3073, 100};
}

/// What CIFAR-10's archive holds, small: batch number i is filled with the byte i.
inline QList<ArchiveEntry> madeUpEntries() {
    const QByteArray folder = "cifar-10-batches-bin/";
    QList<ArchiveEntry> entries;
    for (char i = 1; i <= 5; ++i) {
        entries << ArchiveEntry{folder + "data_batch_" + QByteArray::number(i) + ".bin",
                                QByteArray(3073, i)};
    }
    entries << ArchiveEntry{folder + "test_batch.bin", QByteArray(3073, 6)}
            << ArchiveEntry{folder + "batches.meta.txt", "airplane\ntruck\n"}
            << ArchiveEntry{folder + "readme.html", "<html></html>"};
    return entries;
}

inline void writeArchive(const QString& path, const QList<ArchiveEntry>& entries) {
    archive* out = archive_write_new();
    archive_write_add_filter_gzip(out);
    archive_write_set_format_pax_restricted(out);
    archive_write_open_filename(out, path.toUtf8().constData());
    for (const ArchiveEntry& entry : entries) {
        archive_entry* header = archive_entry_new();
        archive_entry_set_pathname(header, entry.name.constData());
        archive_entry_set_perm(header, 0644);
        if (entry.linkTo.isEmpty()) {
            archive_entry_set_filetype(header, AE_IFREG);
            archive_entry_set_size(header, entry.content.size());
        } else {
            archive_entry_set_filetype(header, AE_IFLNK);
            archive_entry_set_symlink(header, entry.linkTo.constData());
        }
        archive_write_header(out, header);
        archive_write_data(out, entry.content.constData(),
                           static_cast<size_t>(entry.content.size()));
        archive_entry_free(header);
    }
    archive_write_free(out);
}

}  // namespace secateur::test
