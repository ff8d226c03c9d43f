// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulate/speech/smb/smb.hpp"
#include "simulate/wire/talk.hpp"

namespace qw::simulate {

/// What the files of a share were made with, as an onlooker could tell.
enum class FileKind : std::uint8_t {
  table,   // lines of text, of low entropy
  packed,  // a zip by its first octets, as office documents are: of high entropy
};

/// A share of a file server with its files, which clients read and change. It belongs to one
/// shard, and holds what was written to it.
class FileShare {
 public:
  /// More cannot be created: the disk is full.
  static constexpr std::size_t most_files = 4096;

  struct File {
    smb::FileFacts facts;
    std::uint64_t number = 0;
    FileKind kind = FileKind::table;
    std::optional<std::vector<std::byte>> content;  // once it was written; made by chance before
  };

  /// `name` is the share's: "planning". The server must outlive this.
  FileShare(Host& server, std::string name, Dice dice);

  /// Puts a file there before the capture begins. `path` as in "duty\week-09.csv".
  void add(std::string path, FileKind kind, std::size_t size, Stamp written);
  [[nodiscard]] Host& server() { return *server_; }
  [[nodiscard]] std::string const& name() const { return name_; }
  /// All files by their paths within the share, in the order of names.
  [[nodiscard]] std::map<std::string, File> const& files() const { return files_; }
  [[nodiscard]] File const* find(std::string const& path) const;
  /// What a file holds now; nothing where there is none.
  [[nodiscard]] std::vector<std::byte> content(std::string const& path) const;
  /// The files and folders in a folder ("" is the root), by their names in it.
  [[nodiscard]] std::vector<smb::Entry> entries(std::string const& folder) const;

  // What clients do. Each says how it ended.

  smb::Status store(std::string const& path, Bytes content, Stamp at);
  smb::Status rename(std::string const& from, std::string const& to);
  smb::Status remove(std::string const& path);

 private:
  Host* server_;
  std::string name_;
  Dice dice_;
  std::map<std::string, File> files_;
  std::uint64_t numbers_ = 0;
};

/// A host that works with the files of a share: SMB 3.1.1, one connection, one user.
/// Each call plans the whole exchange from `at` on and returns when it is over, so that the
/// next can follow at once; connect comes by itself.
///
///     FileClient files{shard, flow, host, share, {"clerk1", "PORT", "OFFICE-1"}};
///     auto at = files.read(shard.now(), "duty\\week-09.csv");
///     at = files.write(at, "duty\\week-09.csv", ciphertext);
///     at = files.rename(at, "duty\\week-09.csv", "duty\\week-09.csv.locked");
///
/// What the share refuses is refused on the wire, and changes nothing. Bound to the shard of
/// client and share. Long work is better spread over events: a call's frames wait in memory.
class FileClient {
 public:
  FileClient(Shard& shard, FlowId flow, Host& client, FileShare& share, smb::Account account);

  [[nodiscard]] bool connected() const { return talk_ != nullptr && talk_->is_open(); }
  /// Logs on, with a wrong password where `proven` is not: then the server refuses and closes.
  Stamp connect(Stamp at, bool proven = true);
  Stamp list(Stamp at, std::string const& folder);
  Stamp read(Stamp at, std::string const& path);
  /// The facts only, as a viewer of folders asks for them.
  Stamp look(Stamp at, std::string const& path);
  /// Creates the file or replaces all that it held.
  Stamp write(Stamp at, std::string const& path, Bytes content);
  Stamp rename(Stamp at, std::string const& from, std::string const& to);
  Stamp remove(Stamp at, std::string const& path);
  Stamp disconnect(Stamp at);

 private:
  struct Opened {
    Stamp at;
    std::optional<smb::FileId> file;  // none: refused
  };

  smb::Head head(smb::Command command);
  Stamp ask(Stamp at, Octets const& request, Octets const& reply);
  Stamp log_on(Stamp at, bool proven);
  Opened open(Stamp at, std::string const& path, smb::Access access);
  Opened create(Stamp at, std::string const& path, smb::Status possible);
  Stamp close(Stamp at, Opened const& opened, std::string const& path);
  smb::FileFacts facts(std::string const& path) const;
  /// A line of the truth for what was done, not for what was refused.
  void tell(Stamp at, std::string_view operation, std::string const& path, std::size_t octets,
            std::string const& to = {});

  Shard& shard_;
  FlowId flow_;
  Host& client_;
  FileShare& share_;
  smb::Account account_;
  smb::Account server_;
  Dice dice_;
  TalkPointer talk_;
  std::uint64_t message_ = 0;
  std::uint64_t session_ = 0;
  std::uint32_t tree_ = 0;
  std::uint64_t handles_ = 0;
};

}  // namespace qw::simulate
