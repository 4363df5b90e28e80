pub(crate) async fn run(_options: &crate::options::Options) -> crate::Result<()> {
    Ok(())
}
