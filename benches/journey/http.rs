//! Just enough HTTP/1.1 for both sides. A full client and server would take a good part of the two cores that
//! service and database are measured on.

use std::io::{Error, ErrorKind, Result};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection that is kept alive: requests or answers, one after the other.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// How much of the buffer the last message took.
    consumed: usize,
}

/// A request or an answer, as it lies in the connection's buffer.
pub(crate) struct Message<'a> {
    /// `POST /path HTTP/1.1` or `HTTP/1.1 200 OK`.
    start_line: &'a str,
    head: &'a [u8],
    pub(crate) body: &'a [u8],
}

impl Message<'_> {
    /// The second word of the first line: a request's path, an answer's status.
    pub(crate) fn target(&self) -> &str {
        self.start_line.split(' ').nth(1).unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(self.head, name)
    }
}

impl Connection {
    pub(crate) fn new(stream: TcpStream) -> Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(16 * 1024),
            consumed: 0,
        })
    }

    pub(crate) async fn open(port: u16) -> Result<Self> {
        Self::new(TcpStream::connect(("127.0.0.1", port)).await?)
    }

    pub(crate) async fn write(&mut self, message: &[u8]) -> Result<()> {
        self.stream.write_all(message).await
    }

    /// The next message, or `None` when the other side has closed between two.
    pub(crate) async fn read(&mut self) -> Result<Option<Message<'_>>> {
        self.buffer.drain(..self.consumed);
        self.consumed = 0;
        let head = loop {
            if let Some(end) = self
                .buffer
                .windows(4)
                .position(|window| window == b"\r\n\r\n")
            {
                break end + 4;
            }
            if self.fill().await? == 0 {
                return if self.buffer.is_empty() {
                    Ok(None)
                } else {
                    Err(ErrorKind::UnexpectedEof.into())
                };
            }
        };
        let total = head + self.body_length(head)?;
        while self.buffer.len() < total {
            if self.fill().await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        self.consumed = total;
        let start_line = self
            .buffer
            .split(|byte| *byte == b'\r')
            .next()
            .unwrap_or_default();
        Ok(Some(Message {
            start_line: str::from_utf8(start_line).map_err(|_| ErrorKind::InvalidData)?,
            head: self.buffer.get(..head).unwrap_or_default(),
            body: self.buffer.get(head..total).unwrap_or_default(),
        }))
    }

    async fn fill(&mut self) -> Result<usize> {
        self.buffer.reserve(4 * 1024);
        self.stream.read_buf(&mut self.buffer).await
    }

    fn body_length(&self, head: usize) -> Result<usize> {
        let head = self.buffer.get(..head).unwrap_or_default();
        if header(head, "transfer-encoding").is_some() {
            return Err(Error::new(ErrorKind::Unsupported, "a chunked body"));
        }
        header(head, "content-length").map_or(Ok(0), |length| {
            length.parse().map_err(|_| ErrorKind::InvalidData.into())
        })
    }
}

fn header<'a>(head: &'a [u8], name: &str) -> Option<&'a str> {
    head.split(|byte| *byte == b'\n')
        .filter_map(|line| str::from_utf8(line).ok()?.split_once(':'))
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}
